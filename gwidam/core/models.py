"""The floor's own rows: facts, and the marks of what they caused. Also the base of watched models."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

from django.db import connection, models, transaction
from django.db.models.functions import Cast

from .ledger import KINDS
from .ledger.acts import mark_written, must_be_acting
from .memory import forget
from .words import Said


class CurrentTransaction(models.Func):
    """The number of the running transaction, as a bigint that only grows."""

    template = "pg_current_xact_id()::text"
    output_field = models.TextField()


class Fact(models.Model):
    """One thing that happened. Never changed, never deleted; only its personal part can be shredded.

    `xact` is the transaction that wrote it: numbers of rows are taken before commit and may appear out of
    order, so a reader that must miss nothing follows `xact` below the oldest one still running.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    about = models.CharField(max_length=60)
    body = models.JSONField(default=dict)
    personal = models.JSONField(null=True)
    is_public = models.BooleanField(default=False)
    request_id = models.UUIDField(default=uuid.uuid4)
    xact = models.BigIntegerField(db_default=Cast(CurrentTransaction(), models.BigIntegerField()))

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["about", "id"], name="fact_about"),
            models.Index(fields=["kind", "at"], name="fact_kind_at"),
            models.Index(fields=["xact"], name="fact_xact"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def all_fields(self) -> dict[str, Any]:
        """Body and personal part together; shredded fields read as an empty string."""
        kind = KINDS.get(self.kind)
        shredded = dict.fromkeys(kind.personal, "") if kind else {}
        return {**shredded, **self.body, **(self.personal or {})}

    def said(self, names: Mapping[str, object], language: str, *, to_customer: bool = False) -> str:
        """The fact as a sentence. `names` fills `{from_department}` and the like; unknown places stay empty."""
        kind = KINDS.get(self.kind)
        if kind is None:
            return self.kind
        words: Said | None = kind.public_sentence if to_customer else kind.sentence
        if words is None:
            return ""
        return words.into(language).format_map(_Places({**self.all_fields, **names}))


class _Places(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


class Reacted(models.Model):
    """A reaction to a fact that has had its effect."""

    fact_id = models.BigIntegerField()
    reaction = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fact_id", "reaction"], name="reacted_once"),
        ]

    @classmethod
    def claim(cls, *, fact_id: int, reaction: str) -> bool:
        """True for whoever is first; a second claimant waits for the first one's commit, then gets False."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_reacted (fact_id, reaction) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [fact_id, reaction],
            )
            return bool(cursor.rowcount)

    @classmethod
    def claim_many(cls, *, fact_ids: Sequence[int], reaction: str) -> set[int]:
        """The facts for which whoever asks is first; claimed in one order, so that two claimants take turns."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_reacted (fact_id, reaction) SELECT number, %s"
                " FROM unnest(%s::bigint[]) AS number ORDER BY number ON CONFLICT DO NOTHING RETURNING fact_id",
                [reaction, list(fact_ids)],
            )
            return {number for (number,) in cursor.fetchall()}

    @classmethod
    def claim_pairs(cls, pairs: Sequence[tuple[int, str]]) -> set[tuple[int, str]]:
        """Of (fact, reaction) those for which whoever asks is first."""
        if not pairs:
            return set()
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_reacted (fact_id, reaction)"
                " SELECT * FROM unnest(%s::bigint[], %s::varchar[]) ON CONFLICT DO NOTHING RETURNING fact_id, reaction",
                [[number for number, _name in pairs], [name for _number, name in pairs]],
            )
            return set(cursor.fetchall())


class Unhurried(models.Model):
    """A fact whose reactions are done in a moment, in bulk with others like them, instead of by a job of its own."""

    fact_id = models.BigIntegerField(primary_key=True)


class WatchedQuerySet(models.QuerySet[Any]):
    """Every way of writing many rows at once tells the open act; without one it raises Unrecorded."""

    def update(self, **kwargs: Any) -> int:
        if self.model.quiet_fields.issuperset(kwargs):
            return super().update(**kwargs)
        must_be_acting(self.model._meta.label)
        changed = super().update(**kwargs)
        if changed:  # an UPDATE that found nothing to change has changed nothing that a fact could tell
            self.model.note_write()
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        self.model.note_write()
        return super().bulk_create(objs, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        must_be_acting(self.model._meta.label)
        gone = super().delete()
        if gone[0]:
            self.model.note_write()
        return gone

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Watched(models.Model):
    """A noun of the product: written by verbs only, and never without a fact in the same transaction.

    `quiet_fields` are caches and marks of presence whose change is nothing worth telling.
    """

    quiet_fields: ClassVar[frozenset[str]] = frozenset()
    is_remembered: ClassVar[bool] = False  # read through core.memory: forgotten when written
    objects = models.Manager.from_queryset(WatchedQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        touched = kwargs.get("update_fields")
        if touched is None or not self.quiet_fields.issuperset(touched):
            self.note_write()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.note_write()
        return super().delete(*args, **kwargs)

    @classmethod
    def note_write(cls) -> None:
        mark_written(cls._meta.label)
        if cls.is_remembered:
            forget()
            transaction.on_commit(forget)  # another thread may have read the old rows again before the commit

    def fresh(self) -> Self:
        """The row as the database has it now."""
        return type(self)._default_manager.get(pk=self.pk)  # type: ignore[return-value]
