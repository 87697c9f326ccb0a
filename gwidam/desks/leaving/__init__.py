"""When somebody leaves: every case they guard or hold finds a new home first."""
