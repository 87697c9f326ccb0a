"""Speed, as ratios within one run on one machine: two houses side by side, a small one and a large one.

Read `run.py` first. `cast.py` and `fill.py` make the houses, `servers.py` and `cpu.py` run and watch them,
`load.py` is the crowd of clients in a process of its own; `intake.py`, `bulk.py`, `pages.py` and `counting.py`
measure, `report.py` says what came out. docs/speed.md tells how to read it.
"""
