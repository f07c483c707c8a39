"""x x x"""
from bot.desk import Desk
def missed(desk: Desk) -> list[str]:
    return []
