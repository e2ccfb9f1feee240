internal import Cryptography
internal import Encodings
internal import PythonValues
internal import Trials

/// The rules of a directory: they judge a record, and change nothing.
struct RecordRules {
    static let payloadKeys = ["body", "gateway", "kind", "network", "sequence"]

    let rules: HardenedRules
    private var guards: Guards { rules.guards }

    init(parameters: GatewayParameters, guards: Guards) {
        rules = HardenedRules(parameters: parameters, guards: guards)
    }

    func record(
        _ bytes: [UInt8], _ known: [DirectoryRecord], _ meter: inout SignatureMeter,
        _ origin: Origin
    ) throws(Refusal) -> DirectoryRecord {
        let document = try ReceiptDocument(
            bytes, byteCountMax: GatewayLimits.recordByteCountMax, guards: guards)
        let fields = try HardenedFields(document, Self.payloadKeys + ["signature"], guards)
        let body = try fields.text("body")
        try guards.require(
            body.utf8.count <= GatewayLimits.recordBodyByteCountMax, GatewayGuards.size,
            "body: expected at most \(GatewayLimits.recordBodyByteCountMax) bytes, got "
                + "\(body.utf8.count)")
        let sequence = try fields.integer("sequence")
        let kind = try fields.text("kind")
        try guards.require(
            Self.isKind(kind), GatewayGuards.recordKind,
            "kind: expected 1 to 64 of a-z, 0-9 and '-._'")
        try rules.checkNetwork(fields)
        let signature = try fields.signature("signature")
        let key = try fields.key("gateway")
        let gateway = Base64.text(of: key)
        try guards.require(
            rules.parameters.gateways.contains { $0.isSame(gateway) },
            GatewayGuards.gatewayRegistered, "\(gateway) is no gateway of this network")
        let own = known.filter { $0.gateway.isSame(gateway) }
        let earlier = own.first { $0.kind.isSame(kind) }
        try guards.require(
            earlier != nil || own.count < GatewayLimits.recordKindCountMax,
            GatewayGuards.recordRoom,
            "\(gateway) has records of \(GatewayLimits.recordKindCountMax) kinds")
        let latest = earlier?.sequence ?? -1
        try guards.require(
            sequence > latest && sequence < GatewayLimits.countMax,
            GatewayGuards.recordSequence, "expected a sequence above \(latest)")
        try rules.checkBudget(meter, origin)
        try rules.check(
            .init(
                signature: signature, key: key,
                payload: try document.payload(Self.payloadKeys),
                domain: .record),
            GatewayGuards.recordSignature, &meter, origin)
        return DirectoryRecord(
            bytes: document.bytes, body: body, gateway: gateway, kind: kind,
            // Without the guard, a sequence beyond its range counts as the nearest.
            sequence: Int(clamping: sequence))
    }

    private static func isKind(_ text: String) -> Bool {
        let others = Array("-._".utf8)
        return (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || others.contains($0)
            }
    }
}
