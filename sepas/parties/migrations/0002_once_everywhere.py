from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='roleassignment',
            name='role_once',
        ),
        migrations.RemoveConstraint(
            model_name='specialday',
            name='special_day_once',
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.UniqueConstraint(fields=('staff', 'role', 'branch'), name='role_once'),
        ),
        migrations.AddConstraint(
            model_name='roleassignment',
            constraint=models.UniqueConstraint(condition=models.Q(('branch', None)), fields=('staff', 'role'), name='role_once_everywhere'),
        ),
        migrations.AddConstraint(
            model_name='specialday',
            constraint=models.UniqueConstraint(fields=('organisation', 'branch', 'day'), name='special_day_once'),
        ),
        migrations.AddConstraint(
            model_name='specialday',
            constraint=models.UniqueConstraint(condition=models.Q(('branch', None)), fields=('organisation', 'day'), name='special_day_once_everywhere'),
        ),
    ]
