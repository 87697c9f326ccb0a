"""What whoever is given a live talk of a channel should know."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("listen", "0013_looking_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="channel",
            name="skills",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40),
                default=list,
                help_text="what whoever is given a live talk should know",
                size=None,
            ),
        ),
    ]
