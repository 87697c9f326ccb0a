from django.db import migrations, models


class Migration(migrations.Migration):
    """Customers are found by the beginning of their name."""

    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("name", ""), _negated=True),
                fields=["name"],
                name="customer_name",
                opclasses=["varchar_pattern_ops"],
            ),
        ),
    ]
