"""Portuguese, mostly of Brazil."""

from store.sample.phrases.language import Language

PORTUGUESE = Language(
    code="pt",
    openings=("Oi,", "Olá,", "Bom dia,", "Boa tarde,", "Uma dúvida:"),
    closings=("Obrigado!", "Obrigada desde já.", "É urgente.", "Aguardo retorno.", "Abraço"),
    details=(
        "O número do pedido é {order}.", "Foram {amount} no total.",
        "Já escrevi há {days} dias.", "O aplicativo fica carregando.", "Não está no spam.",
        "Meu último chamado foi o {order}.", "O banco diz que é com vocês.",
        "Até {month} funcionava.", "Meu e-mail: cliente{order}@example.com.",
    ),
    parcel_details=(
        "Comprei há {days} dias.", "É um presente.",
    ),
    fillers=("é", "tipo", "então", "assim", "olha", "peraí", "[inaudível]", "né"),
    items=(
        "tênis", "cafeteira", "luminária", "jaqueta", "mochila", "fone de ouvido", "cadeira",
    ),
    plans=("Plus", "Pro", "Family", "Team", "Business"),
    months=(
        "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto",
        "setembro",
        "outubro", "novembro", "dezembro",
    ),
    asks={
        "refund_request": (
            "Quero meu dinheiro de volta ({item}).", "Como peço reembolso?",
            "Chegou quebrado: {item}. Quero o dinheiro.",
        ),
        "refund_status": (
            "Cadê meu reembolso?", "Quanto tempo leva o reembolso?",
            "Reembolso aprovado e nada na conta ({item}).",
        ),
        "double_charge": (
            "Fui cobrado duas vezes em {month}.", "Duas cobranças de {plan} no cartão.",
            "Cobraram depois que cancelei {plan}.",
        ),
        "invoice_question": (
            "A nota de {month} está com o CNPJ errado.", "Onde baixo minhas notas fiscais?",
            "Por que a fatura do {plan} aumentou?",
        ),
        "track_order": (
            "Cadê meu pedido?", "Quando chega meu pacote ({item})?",
            "O rastreio não anda há cinco dias.",
        ),
        "missing_parcel": (
            "Consta entregue, mas não recebi nada.", "O pacote veio vazio ({item}).",
            "O entregador deixou com um desconhecido.",
        ),
        "start_return": (
            "Como devolvo este item: {item}?", "Preciso de etiqueta de devolução ({item}).",
            "Não serviu, quero trocar: {item}.",
        ),
        "login_help": (
            "Não consigo entrar depois da atualização.", "O código nunca chega no celular.",
            "Minha conta foi bloqueada, por quê?", "Celular novo, como passo o {plan}?",
        ),
        "cancel_subscription": (
            "Cancelem minha assinatura {plan}.", "Como faço para não renovar o {plan}?",
            "O {plan} renovou mesmo cancelado.",
        ),
        "change_plan": (
            "Posso sair do {plan} para o plano menor?", "Mais dois lugares no {plan}.",
            "Qual a diferença para o {plan}?",
        ),
    },
    replies={
        "refund_request": ("O reembolso foi iniciado, leva 5 dias úteis.",),
        "refund_status": ("O reembolso está a caminho, aparece em 5 dias úteis.",),
        "double_charge": ("Vejo duas cobranças e devolvi uma.",),
        "invoice_question": ("Todas as notas estão em Conta > Faturamento.",),
        "track_order": ("Seu pacote está a caminho e chega em dois dias úteis.",),
        "missing_parcel": ("Sinto muito. Abri uma busca com o entregador.",),
        "start_return": ("Aqui está a etiqueta de devolução.",),
        "login_help": ("Enviei um novo link, vale por 30 minutos.",),
        "cancel_subscription": ("Sua assinatura termina com o período atual.",),
        "change_plan": ("O plano muda no próximo período.",),
        "decline": ("Desculpe, não posso fazer isso. Posso oferecer o seguinte.",),
        "human_agent": ("Vou passar você para um colega agora.",),
    },
)  # fmt: skip
