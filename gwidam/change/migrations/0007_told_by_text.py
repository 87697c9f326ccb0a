from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("change", "0006_open_campaigns")]

    operations = [
        migrations.AlterField(
            model_name="telling",
            name="door",
            field=models.CharField(
                choices=[
                    ("mail", "by e-mail"),
                    ("text", "by text message"),
                    ("portal", "as a colleague"),
                    ("page", "on their own page"),
                    ("spoken", "by word of mouth"),
                    ("none", "by no door"),
                ],
                max_length=6,
            ),
        ),
    ]
