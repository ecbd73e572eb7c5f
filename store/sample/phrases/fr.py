"""French."""

from store.sample.phrases.language import Language

FRENCH = Language(
    code="fr",
    openings=("Bonjour,", "Bonsoir,", "Bonjour à tous,", "Petite question :", "Re-bonjour,"),
    closings=(
        "Merci !", "Merci d'avance.", "C'est urgent.", "Cordialement",
        "J'attends votre retour.",
        "C'est la troisième fois.",
    ),
    details=(
        "Le numéro de commande est {order}.", "Il s'agit de {amount} euros.",
        "Je vous ai déjà écrit il y a {days} jours.", "L'application tourne dans le vide.",
        "Rien dans les indésirables.", "Mon dernier ticket était le {order}.",
        "Ma banque dit que cela vient de vous.", "Il me reste {few} jours.",
        "Tout marchait jusqu'en {month}.", "Je suis client depuis {few} ans.",
        "Mon adresse : client{order}@example.com.",
    ),
    parcel_details=(
        "J'ai commandé il y a {days} jours.", "C'est un cadeau.",
    ),
    fillers=("euh", "ben", "en fait", "voilà", "attendez", "du coup", "[inaudible]", "bon"),
    items=(
        "chaussures de course", "cafetière", "lampe de bureau", "veste d'hiver", "sac à dos",
        "casque audio", "bouilloire", "tapis de yoga", "fauteuil de bureau",
    ),
    plans=("Plus", "Pro", "Family", "Team", "Business"),
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ),
    asks={
        "refund_request": (
            "Je veux être remboursé ({item}).", "Comment obtenir un remboursement ?",
            "Article arrivé cassé : {item}. Remboursez-moi.",
            "Je ne veux pas d'avoir, je veux mon argent ({item}).",
        ),
        "refund_status": (
            "Où en est mon remboursement ?", "Combien de temps prend un remboursement ?",
            "Remboursement accepté mais rien sur mon compte ({item}).",
            "Vous n'avez remboursé que la moitié ({item}).",
        ),
        "double_charge": (
            "J'ai été débité deux fois en {month}.",
            "Deux prélèvements pour {plan} sur ma carte.",
            "Payé deux fois, rendez-moi un paiement.", "Débité après la résiliation de {plan}.",
        ),
        "invoice_question": (
            "Le numéro de TVA est faux sur la facture de {month}.",
            "Où télécharger mes factures ?", "Pourquoi la facture {plan} a-t-elle augmenté ?",
            "Il me faut un reçu pour : {item}.",
        ),
        "track_order": (
            "Où est ma commande ?", "Quand arrive mon colis ({item}) ?",
            "Le suivi n'a pas bougé depuis cinq jours.",
            "Changez l'adresse de livraison ({item}).",
        ),
        "missing_parcel": (
            "Marqué livré, mais je n'ai rien reçu.", "Le colis était vide ({item}).",
            "Le livreur l'a laissé chez un inconnu.",
            "Il manque la moitié, il n'y a que : {item}.",
        ),
        "start_return": (
            "Comment renvoyer cet article : {item} ?",
            "Il me faut une étiquette de retour ({item}).",
            "La taille ne va pas, je veux échanger : {item}.",
            "Puis-je rendre sans la boîte ({item}) ?",
        ),
        "login_help": (
            "Impossible de me connecter depuis la mise à jour.", "Le code n'arrive jamais.",
            "Mon compte est bloqué, pourquoi ?",
            "Nouveau téléphone, comment transférer {plan} ?",
            "Mot de passe oublié et ancienne adresse perdue.",
        ),
        "cancel_subscription": (
            "Résiliez mon abonnement {plan}.", "Comment empêcher le renouvellement de {plan} ?",
            "{plan} a été renouvelé malgré ma résiliation.",
            "Je veux arrêter {plan} fin {month}.",
        ),
        "change_plan": (
            "Puis-je passer de {plan} à la formule inférieure ?",
            "Deux places de plus pour {plan}.",
            "Quelle est la différence avec {plan} ?", "Je veux payer {plan} à l'année.",
        ),
    },
    replies={
        "refund_request": ("Le remboursement est lancé, comptez 5 jours ouvrés.",),
        "refund_status": ("Le remboursement est parti, il apparaît sous 5 jours ouvrés.",),
        "double_charge": ("Je vois deux débits et j'en ai rendu un.",),
        "invoice_question": ("Toutes les factures sont sous Compte > Facturation.",),
        "track_order": ("Votre colis est en route, il arrive sous deux jours ouvrés.",),
        "missing_parcel": ("Je suis désolé. J'ai ouvert une enquête auprès du livreur.",),
        "start_return": ("Voici votre étiquette de retour.",),
        "login_help": ("Je vous ai envoyé un nouveau lien, valable 30 minutes.",),
        "cancel_subscription": ("Votre abonnement s'arrête avec la période en cours.",),
        "change_plan": ("La formule change à la prochaine période.",),
        "decline": ("Désolé, je ne peux pas le faire. Voici ce que je peux proposer.",),
        "human_agent": ("Je vous passe un collègue tout de suite.",),
    },
)  # fmt: skip
