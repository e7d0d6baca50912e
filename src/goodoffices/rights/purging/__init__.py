"""How records of this room go when their time is over, and what of other rooms they hold back."""
