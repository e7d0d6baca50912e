"""What is done with partners: each verb writes its audit entry in its own transaction."""
