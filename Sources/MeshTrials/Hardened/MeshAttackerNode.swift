internal import MeshNetwork
internal import Trials

/// A node of the attacker's inside the mesh: an honest node until it is told to lie.
struct MeshAttackerNode {
    var node: MeshNode
    let signer: MeshSigner
    var plan: AttackerPlan
    /// Nodes that it answered by a lie, in their order.
    private(set) var deceived = 0

    init(_ node: MeshNode, place: Int) {
        self.node = node
        signer = node.signer
        plan = AttackerPlan(node: place, mode: .honest, records: [])
    }

    /// The bytes with which it answers a request; nil for none.
    ///
    /// - Parameters:
    ///   - accomplices: cards of the attacker's nodes.
    ///   - forged: cards that nobody signed.
    mutating func lie(
        _ request: MeshRequest, accomplices: [MeshContact], forged: [MeshContact],
        impostor: MeshSigner
    ) -> [UInt8]? {
        guard plan.mode != .silent else { return nil }
        deceived += 1
        let body: MeshAnswer.Body
        switch request.body {
        case .ping: body = .alive
        case .store: body = .stored(refusal: nil)
        case .find(let find):
            let contacts = plan.mode == .forger ? forged : accomplices
            body = .found(
                contacts, find.wantsRecords ? plan.records : [],
                isMore: plan.mode == .endless)
        }
        let isImpostor = plan.mode == .impostor
        let card =
            isImpostor
            ? MeshContact(
                address: node.card.address, slot: node.slot, by: impostor,
                network: node.parameters.network)
            : node.card
        let answer = MeshAnswer(
            body, to: request.sender.key, nonce: request.nonce, from: card,
            by: isImpostor ? impostor : signer, network: node.parameters.network)
        return MeshMessage.answer(answer).bytes
    }
}
