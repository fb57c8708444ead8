from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "sepas.cases"
    label = "cases"
