"""An answer may leave as a text message."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("own", "0008_talks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="answer",
            name="door",
            field=models.CharField(
                choices=[
                    ("email", "by e-mail"),
                    ("line", "where they wrote"),
                    ("text", "by text message"),
                    ("spoken", "spoken"),
                    ("page", "on their follow page"),
                ],
                max_length=8,
            ),
        ),
    ]
