"""The heart of reading: pure functions from batches of texts to arrays, without Django, clock or database.

    from gwidam.understand.heart.labels import learn
    from gwidam.understand.heart.reading import read
    from gwidam.understand.heart.seen import see
    from gwidam.understand.heart.tiers import tier

    t1 = tier("T1")                                 # Missing, with a sentence, where a part is not there
    read(["해지하겠습니다"], t1)[0].dangers          # what it tells, how sure, and by which words
    model = learn(see(texts, t1), labels)           # any labels; from one example each
    model.guess(see(["로밍 신청이요"], t1))          # label, calibrated probability, strangeness

`tiers` what a machine can bring · `normal`, `language` the text itself · `seen` texts as a tier sees them ·
`features`, `labels` classifiers · `reading` everything read of a voice · `routes` who answers for it ·
`scoring` how well it does.
"""
