"""Spanish, of Spain and of Latin America."""

from store.sample.phrases.language import Language

SPANISH = Language(
    code="es",
    openings=("Hola,", "Buenos días,", "Buenas,", "Una pregunta:", "Hola de nuevo,"),
    closings=(
        "¡Gracias!", "Gracias de antemano.", "Es urgente.", "Un saludo", "Quedo a la espera.",
        "Es la tercera vez que escribo.",
    ),
    details=(
        "El número de pedido es {order}.", "Fueron {amount} en total.",
        "Ya les escribí hace {days} días.", "La aplicación se queda cargando.",
        "Tampoco está en correo no deseado.", "Mi último caso era el {order}.",
        "Mi banco dice que es cosa suya.", "Solo me quedan {few} días.",
        "Hasta {month} todo iba bien.", "Soy cliente desde hace {few} años.",
        "Mi correo: cliente{order}@example.com.",
    ),
    parcel_details=(
        "Lo pedí hace {days} días.", "Es un regalo.",
    ),
    fillers=("eh", "pues", "o sea", "bueno", "a ver", "mire", "[inaudible]", "este"),
    items=(
        "zapatillas", "cafetera", "lámpara de escritorio", "chaqueta de invierno", "mochila",
        "auriculares", "hervidor", "esterilla de yoga", "silla de oficina", "funda del móvil",
    ),
    plans=("Plus", "Pro", "Family", "Team", "Business"),
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
        "octubre", "noviembre", "diciembre",
    ),
    asks={
        "refund_request": (
            "Quiero que me devuelvan el dinero ({item}).", "¿Cómo pido un reembolso?",
            "Llegó roto: {item}. Devuélvanme el dinero.",
            "No quiero un vale, quiero el dinero ({item}).",
        ),
        "refund_status": (
            "¿Dónde está mi reembolso?", "¿Cuánto tarda un reembolso?",
            "Reembolso aprobado y no veo nada ({item}).",
            "Solo me devolvieron la mitad ({item}).",
        ),
        "double_charge": (
            "Me cobraron dos veces en {month}.", "Hay dos cargos de {plan} en mi tarjeta.",
            "Pagué dos veces, quiero uno de vuelta.", "Me cobraron después de cancelar {plan}.",
        ),
        "invoice_question": (
            "La factura de {month} tiene mal el NIF.", "¿Dónde descargo mis facturas?",
            "¿Por qué subió la factura de {plan}?", "Necesito un recibo de: {item}.",
        ),
        "track_order": (
            "¿Dónde está mi pedido?", "¿Cuándo llega mi paquete ({item})?",
            "El seguimiento no se mueve desde hace cinco días.",
            "Cambien la dirección de envío ({item}).",
        ),
        "missing_parcel": (
            "Dice entregado, pero aquí no hay nada.", "El paquete llegó vacío ({item}).",
            "El repartidor lo dejó con un desconocido.", "Falta la mitad, solo vino: {item}.",
        ),
        "start_return": (
            "¿Cómo devuelvo esto: {item}?", "Necesito una etiqueta de devolución ({item}).",
            "No me queda bien, quiero cambiarlo: {item}.",
            "¿Puedo devolverlo sin la caja ({item})?",
        ),
        "login_help": (
            "No puedo entrar desde la actualización.", "El código nunca llega a mi teléfono.",
            "Mi cuenta está bloqueada, ¿por qué?", "Teléfono nuevo, ¿cómo paso {plan}?",
            "Olvidé la contraseña y perdí el correo antiguo.",
        ),
        "cancel_subscription": (
            "Cancelen mi suscripción {plan}.", "¿Cómo evito que se renueve {plan}?",
            "{plan} se renovó aunque lo cancelé.",
            "Quiero terminar {plan} a finales de {month}.",
        ),
        "change_plan": (
            "¿Puedo pasar de {plan} al plan más pequeño?", "Dos puestos más para {plan}.",
            "¿Qué diferencia hay con {plan}?", "Quiero pagar {plan} por año.",
        ),
    },
    replies={
        "refund_request": ("El reembolso está en marcha, tarda 5 días hábiles.",),
        "refund_status": ("El reembolso va en camino, se ve en 5 días hábiles.",),
        "double_charge": ("Veo dos cargos y he devuelto uno.",),
        "invoice_question": ("Todas las facturas están en Cuenta > Facturación.",),
        "track_order": ("Su paquete va en camino y llega en dos días hábiles.",),
        "missing_parcel": ("Lo siento. He abierto una búsqueda con el repartidor.",),
        "start_return": ("Aquí está su etiqueta de devolución.",),
        "login_help": ("Le envié un enlace nuevo, vale 30 minutos.",),
        "cancel_subscription": ("Su suscripción termina con el período actual.",),
        "change_plan": ("El plan cambia con el próximo período.",),
        "decline": ("Lo siento, no puedo hacerlo. Esto es lo que puedo ofrecer.",),
        "human_agent": ("Le paso ahora con una compañera.",),
    },
)  # fmt: skip
