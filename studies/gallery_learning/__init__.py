"""How the numbers of ``galleries.prediction`` were learned from simulated galleries."""
