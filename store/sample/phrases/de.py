"""German."""

from store.sample.phrases.language import Language

GERMAN = Language(
    code="de",
    openings=("Hallo,", "Guten Tag,", "Moin,", "Liebes Team,", "Kurze Frage:", "Servus,"),
    closings=(
        "Danke!", "Vielen Dank im Voraus.", "Bitte um schnelle Antwort.", "Viele Grüße",
        "Ich warte seit Tagen.", "Mit freundlichen Grüßen", "Was soll das?",
    ),
    details=(
        "Die Bestellnummer ist {order}.", "Es waren {amount} Euro.",
        "Ich habe euch vor {days} Tagen schon geschrieben.", "Die App lädt nur noch.",
        "Im Spam-Ordner ist auch nichts.", "Mein letztes Ticket war {order}.",
        "Meine Bank sagt, es liegt an euch.", "Ich bin nur noch {few} Tage hier.",
        "Bis {month} ging alles.", "Ich bin seit {few} Jahren Kunde.",
        "Erreichbar bin ich unter kunde{order}@example.com.",
    ),
    parcel_details=(
        "Ich habe vor {days} Tagen bestellt.", "Es ist ein Geschenk.",
    ),
    fillers=("ähm", "also", "halt", "sozusagen", "Moment", "genau", "[unverständlich]", "ja"),
    items=(
        "Laufschuhe", "Kaffeemaschine", "Schreibtischlampe", "Winterjacke", "Handyhülle",
        "Kopfhörer", "Fahrradlampe", "Yogamatte", "Rucksack", "Bürostuhl",
    ),
    plans=("Plus", "Pro", "Family", "Team", "Business"),
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
        "Oktober", "November", "Dezember",
    ),
    asks={
        "refund_request": (
            "Ich möchte mein Geld zurück ({item}).", "Wie bekomme ich eine Erstattung?",
            "Artikel defekt angekommen: {item}. Bitte Geld zurück.",
            "Ich will keinen Gutschein, sondern das Geld für den Artikel {item}.",
        ),
        "refund_status": (
            "Wo bleibt meine Erstattung?", "Wie lange dauert eine Erstattung?",
            "Erstattung für {item} genehmigt, aber nichts auf dem Konto.",
            "Ihr habt nur die Hälfte erstattet ({item}).",
        ),
        "double_charge": (
            "Ich wurde im {month} doppelt belastet.", "Zweimal abgebucht, bitte einmal zurück.",
            "Zwei Abbuchungen für {plan} auf meiner Karte.",
            "Abbuchung nach der Kündigung von {plan}.",
        ),
        "invoice_question": (
            "Auf der Rechnung vom {month} fehlt unsere Steuernummer.",
            "Wo kann ich meine Rechnungen herunterladen?",
            "Warum ist die Rechnung für {plan} höher als sonst?",
            "Ich brauche einen Beleg für: {item}.",
        ),
        "track_order": (
            "Wo ist meine Bestellung?", "Wann kommt mein Paket ({item})?",
            "Die Sendungsverfolgung steht seit fünf Tagen still.",
            "Bitte Lieferadresse ändern ({item}).",
        ),
        "missing_parcel": (
            "Laut Status zugestellt, aber hier ist nichts.", "Das Paket war leer ({item}).",
            "Der Fahrer hat es bei Unbekannten abgegeben.",
            "Es fehlt die Hälfte, nur {item} ist da.",
        ),
        "start_return": (
            "Wie schicke ich das zurück ({item})?",
            "Ich brauche ein Rücksendeetikett für: {item}.",
            "Passt nicht, bitte umtauschen: {item}.", "Geht die Rückgabe ohne Karton ({item})?",
        ),
        "login_help": (
            "Anmeldung geht seit dem Update nicht mehr.",
            "Der Code kommt nicht auf meinem Handy an.",
            "Mein Konto ist gesperrt, warum?", "Neues Handy, wie ziehe ich {plan} um?",
            "Passwort vergessen und keinen Zugriff auf die alte Adresse.",
        ),
        "cancel_subscription": (
            "Bitte {plan} kündigen.", "Wie verhindere ich, dass sich {plan} verlängert?",
            "Trotz Kündigung wurde {plan} verlängert.",
            "Ich möchte {plan} zum Ende {month} beenden.",
        ),
        "change_plan": (
            "Kann ich von {plan} in den kleineren Tarif wechseln?",
            "Zwei Plätze mehr für {plan}, bitte.",
            "Was ist der Unterschied zu {plan}?",
            "Ich möchte {plan} jährlich statt monatlich zahlen.",
        ),
    },
    replies={
        "refund_request": ("Die Erstattung ist veranlasst, sie dauert 5 Werktage.",),
        "refund_status": (
            "Die Erstattung ist unterwegs und bis zu 5 Werktage später sichtbar.",
        ),
        "double_charge": ("Ich sehe zwei Abbuchungen und habe eine zurückgegeben.",),
        "invoice_question": ("Alle Rechnungen stehen unter Konto > Abrechnung.",),
        "track_order": ("Ihr Paket ist unterwegs und kommt in zwei Werktagen.",),
        "missing_parcel": ("Das tut mir leid. Ich habe eine Suche beim Boten gestartet.",),
        "start_return": ("Hier ist Ihr Rücksendeetikett.",),
        "login_help": ("Ich habe Ihnen einen neuen Link geschickt, er gilt 30 Minuten.",),
        "cancel_subscription": ("Ihr Abo endet mit dem laufenden Zeitraum.",),
        "change_plan": ("Der Tarif ändert sich mit dem nächsten Zeitraum.",),
        "decline": ("Das kann ich leider nicht tun. Folgendes kann ich anbieten.",),
        "human_agent": ("Ich gebe Sie jetzt an eine Kollegin weiter.",),
    },
)  # fmt: skip
