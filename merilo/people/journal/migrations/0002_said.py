"""What a deed was about is said in the language of who reads it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column."""

    dependencies = [("journal", "0001_journal")]

    operations = [
        migrations.AddField(model_name="deed", name="said", field=models.CharField(default="", max_length=64)),
    ]
