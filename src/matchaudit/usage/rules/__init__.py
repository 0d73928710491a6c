"""Written rules as cards, and what a log says of them: four answers that add up."""
