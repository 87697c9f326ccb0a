from django.db import migrations, models

FAILURES = [
    "away",
    "broken",
    "limited",
    "stranger",
    "forbidden",
    "missing",
    "refused",
    "odd",
    "closed",
    "unkept",
]


class Migration(migrations.Migration):
    dependencies = [("listen", "0012_mails")]

    operations = [
        migrations.AlterField(
            model_name="channel",
            name="kind",
            field=models.CharField(
                choices=[
                    ("web", "web form"),
                    ("phone", "phone"),
                    ("counter", "shop counter"),
                    ("portal", "colleagues' portal"),
                    ("import", "file import"),
                    ("api", "API"),
                    ("campaign", "“please fix it”"),
                    ("open311", "Open311"),
                    ("mail", "mail"),
                    ("chat", "live chat"),
                    ("text", "text messages"),
                    ("social", "social network"),
                    ("webhook", "inbound webhook"),
                    ("unnamed", "colleagues, without a name"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            "ear", "again_failed", models.CharField(blank=True, db_default="", default="", max_length=20)
        ),
        migrations.AddField("ear", "again_failed_at", models.DateTimeField(null=True)),
        migrations.AddField("ear", "again_tried_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="ear",
            constraint=models.CheckConstraint(
                condition=models.Q(("again_failed", ""), ("again_failed_at__isnull", True))
                | models.Q(("again_failed__in", FAILURES), ("again_failed_at__isnull", False)),
                name="ear_again_failure_is_known",
            ),
        ),
    ]
