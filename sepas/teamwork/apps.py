from django.apps import AppConfig


class TeamworkConfig(AppConfig):
    name = "sepas.teamwork"
    label = "teamwork"
