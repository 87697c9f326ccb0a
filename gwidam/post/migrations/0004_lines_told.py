from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0003_lines")]

    operations = [
        migrations.AddField(
            "line",
            "lacks",
            ArrayField(
                models.CharField(max_length=40),
                db_default=[],
                default=list,
                help_text="fields that are still asked for",
                size=None,
            ),
        ),
        migrations.AddField("line", "told_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "line", "told_failed", models.CharField(blank=True, db_default="", default="", max_length=20)
        ),
        migrations.AddField("line", "told_failed_at", models.DateTimeField(null=True)),
        migrations.AddField("line", "told_tried_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("told_failed", ""), ("told_failed_at__isnull", True))
                | models.Q(("told_failed__in", ["stranger", "odd"]), ("told_failed_at__isnull", False)),
                name="line_told_failure_is_known",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["mark", "-id"], condition=models.Q(("line__isnull", False)), name="message_by_line"
            ),
        ),
    ]
