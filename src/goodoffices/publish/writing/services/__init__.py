"""What is written: publications and their texts, citations, topics."""
