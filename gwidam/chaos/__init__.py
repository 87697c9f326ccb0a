"""Chaos: a throwaway Gwidam under load, its processes killed at random, then asked what it kept.

Nothing a customer got a receipt for may be lost, doubled, half done or told twice, whatever dies. Read `run.py`
first; `audit.py` says what is asked, `controls.py` how each safeguard is switched off to show that the audit
sees its absence. It runs the same processes as `gwidam up`, and touches nothing but what it started itself.
"""
