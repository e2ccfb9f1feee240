internal import Encodings
internal import Scenarios

extension StepMember where Value == String {
    /// A place of an honest node's chain, or an artefact of blocks.
    static func place(_ name: String, _ help: String) -> Self {
        let standard = NodeParties.first
        return Self([
            StepMemberDescription(
                name: name, type: "node, node:height or artefact", standard: "\"\(standard)\"",
                help: help, schema: [JSONMember("type", .string("string"))])
        ]) { (object, use) throws(ScenarioError) in
            let place = try object.optionalText(name) ?? standard
            if NodePlace(place) == nil { use.take(place, at: name) }
            return place
        }
    }
}

extension StepMember where Value == PerProfile<FieldEdits> {
    /// Edits of payments. The attacker must be granted the key of each signer.
    static func paymentEdits() -> Self {
        edits(sealed: true) { $0.signer.map { ("sign", .key($0)) } }
    }

    /// Edits of a block that has its proof. Another proof takes work.
    static func alterations() -> Self {
        edits(sealed: true) { edits in
            guard edits.seals?.contains(.proof) == true else { return nil }
            return ("do", .work("a proof of another block"))
        }
    }
}

/// A place of an honest node's chain: its tip, or a height.
struct NodePlace {
    let node: String
    /// Nil for the tip.
    let height: Int?

    /// Nil for what names no honest node.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard let node = parts.first, NodeParties.honest.contains(node) else { return nil }
        self.node = node
        guard parts.count == 2 else {
            height = nil
            return
        }
        guard let height = Int(parts[1]), height >= 0 else { return nil }
        self.height = height
    }
}
