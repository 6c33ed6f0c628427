"""The systems that are known by their headers, one module each. A new one is a module and a line here."""

from merilo.intake.recognise.systems import amocrm, bitrix24, hubspot, pipedrive, salesforce, zoho
from merilo.intake.recognise.systems.shape import Layout, System

SYSTEMS: tuple[System, ...] = (
    salesforce.SYSTEM,
    hubspot.SYSTEM,
    pipedrive.SYSTEM,
    amocrm.SYSTEM,
    bitrix24.SYSTEM,
    zoho.SYSTEM,
)

__all__ = ["SYSTEMS", "Layout", "System"]
