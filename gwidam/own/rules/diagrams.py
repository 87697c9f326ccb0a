"""The transition tables as pictures for the docs (Mermaid state diagrams)."""

from __future__ import annotations

from collections.abc import Mapping


def diagram(steps: Mapping[str, Mapping[str, str]], first: str) -> str:
    """A state diagram: one arrow for all verbs between the same two states, verbs that change nothing left out."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for state, verbs in steps.items():
        for verb, after in verbs.items():
            if after != state:
                arrows.setdefault((state, after), []).append(verb)
    lines = [f"    {state} --> {after}: {', '.join(verbs)}" for (state, after), verbs in arrows.items()]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {first}", *lines])
