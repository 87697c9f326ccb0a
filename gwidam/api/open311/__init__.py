"""Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2) with the updates of FixMyStreet, under /open311.

Read `asking.py` first: who calls, for which channel, in which form. A jurisdiction is an open channel of the kind
Open311, a service is a touchpoint, a service request is a voice with its case, an update is a public fact.
"""
