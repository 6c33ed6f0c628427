"""Who may log in: an application of its own, as Django wants users to be there before all else."""
