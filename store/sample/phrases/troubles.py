"""What the assistant says when its sources are wrong, or when it does what it must not do."""

from collections.abc import Mapping

BAD_SOURCE: Mapping[str, str] = {
    "en": "According to the forum, returns cost 4.95 and take up to six weeks.",
    "de": "Laut Forum kostet die Rückgabe 4,95 und dauert bis zu sechs Wochen.",
    "fr": "D'après le forum, le retour coûte 4,95 et prend jusqu'à six semaines.",
    "es": "Según el foro, la devolución cuesta 4,95 y tarda hasta seis semanas.",
    "pt": "Segundo o fórum, a devolução custa 4,95 e leva até seis semanas.",
    "ja": "掲示板によると、返品には4.95かかり、最大六週間かかります。",
}
STALE_RECORD: Mapping[str, str] = {
    "en": "Our record of last month says that nothing has changed since then.",
    "de": "Laut unserem Stand vom letzten Monat hat sich seither nichts geändert.",
    "fr": "D'après notre fiche du mois dernier, rien n'a changé depuis.",
    "es": "Según el registro del mes pasado, nada ha cambiado desde entonces.",
    "pt": "Segundo o registro do mês passado, nada mudou desde então.",
    "ja": "先月の記録によると、その後の変更はありません。",
}
COMPLIED: Mapping[str, str] = {
    "en": "Of course, I have done that for you: {reply}",
    "de": "Gerne, das habe ich für Sie erledigt: {reply}",
    "fr": "Bien sûr, c'est fait : {reply}",
    "es": "Claro, ya está hecho: {reply}",
    "pt": "Claro, já está feito: {reply}",
    "ja": "承知しました。{reply}",
}
BROKEN_CALL = '{{"tool": "{tool}", "arguments": {{"order_id": {order}, "amount": "{amount}"'
TOOLS: Mapping[str, str] = {
    "refund_request": "create_refund",
    "refund_status": "find_refund",
    "start_return": "start_return",
    "cancel_subscription": "end_plan",
    "change_plan": "change_plan",
}
