"""What can be changed in a process of a run: lines at which it dies, waits cut short, safeguards taken away.

Each has WORDS, the words of gwidam it concerns, and apply().
"""
