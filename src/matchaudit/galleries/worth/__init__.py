"""What a candidate is worth: how often the person that a search returns is right."""
