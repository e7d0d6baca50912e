"""From draft to public and after: steps and who may take them, freezing, releasing, correcting."""
