internal import Cryptography
internal import Encodings
internal import Fingerprints

/// The document that `prove --format json` prints. The cascades are computed from its rows and
/// compared with its fingerprint.
struct ProofDocument {
    struct Clamp {
        let name: String
        let bound: Int
        let maximum: Int
        let hits: Int
    }

    struct Product {
        let name: String
        let bound: Int
        let maximum: Int
    }

    /// The value ranges of a layer; the embedding has no number.
    struct Layer {
        let number: Int?
        let clamps: [Clamp]
        let products: [Product]
    }

    let integerWeightsHash: String
    let backend: String
    let salt: String
    let tokens: [String]
    let heads: [Fingerprint.HeadPrint]
    let proofHash: String
    let layers: [Layer]
    /// The names of the clamps of all layers, each once.
    let clampNames: [String]
    let productNames: [String]

    static func isMeant(_ value: JSONValue) -> Bool {
        value.member("proof_hash") != nil && value.member("rows") != nil
            && value.member("fingerprint") != nil
    }

    private static let headCountMax = 64
    private static let tokenCountMax = 4096
    private static let layerCountMax = 1024
    private static let valueKindCountMax = 32
    /// The most hits of a clamp in a layer: all hits of a document together stay below 2^56.
    private static let hitCountMax = 1 << 40

    init(_ document: StrictJSON) throws(StrictJSON.Failure) {
        integerWeightsHash = try document["integer_weights_hash"].text()
        backend = try document["backend"].text()
        salt = try document["salt"].string(byteCountMax: 65_536)
        tokens = try document["tokens"].list(countMax: Self.tokenCountMax) {
            value throws(StrictJSON.Failure) in try value.text()
        }
        heads = try Self.heads(document, tokenCount: tokens.count)
        proofHash = try document["proof_hash"].text()
        let text = try document["fingerprint"]
        let expected = Fingerprint.text(of: heads)
        guard try text.string(byteCountMax: 1 << 20).utf8.elementsEqual(expected.utf8) else {
            throw text.refused("\(expected), which follows from the rows", got: "another")
        }
        let hash = Fingerprint.proofDigest(salt: salt, heads: heads).text
        guard proofHash == hash else {
            throw try document["proof_hash"].refused(
                "\(hash), which follows from salt and fingerprint", got: "another")
        }
        layers = try document["ranges"]["layers"].list(countMax: Self.layerCountMax + 1) {
            value throws(StrictJSON.Failure) in try Self.layer(value)
        }
        clampNames = Self.distinct(layers.flatMap { $0.clamps.map(\.name) })
        productNames = Self.distinct(layers.flatMap { $0.products.map(\.name) })
        for (names, kind) in [(clampNames, "clamps"), (productNames, "products")]
        where names.count > Self.valueKindCountMax {
            throw try document["ranges"]["layers"].refused(
                "at most \(Self.valueKindCountMax) names of \(kind)", got: "\(names.count)")
        }
    }

    /// In the order of their first appearance.
    private static func distinct(_ names: [String]) -> [String] {
        var seen: Set<[UInt8]> = []  // never iterated
        return names.filter { seen.insert(Array($0.utf8)).inserted }
    }

    private static func heads(
        _ document: StrictJSON, tokenCount: Int
    ) throws(StrictJSON.Failure) -> [Fingerprint.HeadPrint] {
        let places = try document["heads"].elements(count: 1...headCountMax)
        let rows = try document["rows"].elements(count: places.count)
        var heads: [Fingerprint.HeadPrint] = []
        for (place, row) in zip(places, rows) {
            let pair = try place.elements(count: 2)
            var values: [Int64] = []
            for value in try row.elements(count: max(tokenCount, 1)) {
                values.append(Int64(try value.integer(in: 0...1 << 20)))
            }
            guard values.contains(where: { $0 > 0 }) else {
                throw row.refused("a row with a positive sum", got: "zeros")
            }
            let head = Head(
                layer: try pair[0].integer(in: 0...layerCountMax),
                head: try pair[1].integer(in: 0...layerCountMax))
            heads.append(Fingerprint.HeadPrint(head: head, row: values))
        }
        return heads
    }

    private static func layer(_ value: StrictJSON) throws(StrictJSON.Failure) -> Layer {
        Layer(
            number: try value["layer"].optionalCount(),
            clamps: try value["clamps"].list(countMax: valueKindCountMax) {
                clamp throws(StrictJSON.Failure) in
                Clamp(
                    name: try clamp["clamp"].text(),
                    bound: try clamp["bound"].integer(in: 1...Int.max),
                    maximum: try clamp["maximum"].integer(in: 0...Int.max),
                    hits: try clamp["hits"].integer(in: 0...hitCountMax))
            },
            products: try value["products"].list(countMax: valueKindCountMax) {
                product throws(StrictJSON.Failure) in
                Product(
                    name: try product["product"].text(),
                    bound: try product["bound"].integer(in: 1...Int.max),
                    maximum: try product["maximum"].integer(in: 0...Int.max))
            })
    }
}
