import Cryptography
import Encodings
import Receipts
import TestSupport
import Traces

/// A sound receipt changed by one of many hands, none of which holds its key.
///
/// Whoever changes more than bytes makes the rest fit again, as far as that takes no key.
struct ReceiptMutation {
    enum Kind: Int, CaseIterable {
        case flippedBit, insertedByte, removedByte, truncated, doubledMember, escapedCharacter
        case swappedMembers, whiteSpace, otherNumber, otherDigest, fittingDigest, swappedPrompts
        case fittingPrompts, otherRange, replayedSignature, joinedHalves, otherKey, stranger
        case smallOrderKey, unreducedSignature, foreignPoint
    }

    let kind: Kind
    let seed: UInt64
    let bytes: [UInt8]
    /// The only key that is trusted.
    static let trustedKey = SampleReceipt().key.publicKey

    private static let sound: Result<[RunReceipt], any Error> = Result {
        [try SampleReceipt().receipt(), try SampleReceipt(otherProofs: [1]).receipt()]
    }

    static func original() throws -> RunReceipt { try sound.get()[0] }

    /// Nil where nothing was changed.
    init?(seed: UInt64) throws {
        let receipts = try Self.sound.get()
        var hand = MutatingHand(seed: seed, sound: receipts[0].encoded, other: receipts[1].encoded)
        kind = Kind.allCases[Int(seed) % Kind.allCases.count]
        self.seed = seed
        bytes = try hand.changed(kind)
        guard bytes != receipts[0].encoded, bytes != receipts[1].encoded else { return nil }
    }

    /// Whether somebody who trusts one key takes it.
    var isAccepted: Bool {
        guard let receipt = try? RunReceipt(decoding: bytes) else { return false }
        return receipt.publicKey == Self.trustedKey
    }

    /// Whether it holds by the key that it names.
    var isSigned: Bool { (try? RunReceipt(decoding: bytes)) != nil }
}

/// What changes a receipt.
private struct MutatingHand {
    private var generator: SeededGenerator
    private let sound: [UInt8]
    private let other: [UInt8]

    init(seed: UInt64, sound: [UInt8], other: [UInt8]) {
        generator = SeededGenerator(seed: seed)
        self.sound = sound
        self.other = other
    }

    private mutating func below(_ bound: Int) -> Int {
        Int.random(in: 0..<bound, using: &generator)
    }

    mutating func changed(_ kind: ReceiptMutation.Kind) throws -> [UInt8] {
        var bytes = sound
        switch kind {
        case .flippedBit: bytes[below(bytes.count)] ^= 1 << UInt8(below(8))
        case .insertedByte:
            bytes.insert(UInt8(below(256)), at: below(bytes.count + 1))
        case .removedByte: bytes.remove(at: below(bytes.count))
        case .truncated: bytes.removeLast(1 + below(bytes.count))
        case .doubledMember: return doubled()
        case .escapedCharacter: return escaped()
        case .whiteSpace:
            let places = bytes.indices.filter { [0x2C, 0x3A, 0x7B].contains(bytes[$0]) }
            bytes.insert([0x20, 0x09, 0x0A, 0x0D][below(4)], at: places[below(places.count)] + 1)
        case .otherNumber: return renumbered()
        default: return try changedDocument(kind)
        }
        return bytes
    }

    private mutating func doubled() -> [UInt8] {
        let text = String(decoding: sound, as: UTF8.self)
        let members = [
            #""format":"glyphlab receipt 1","#, #""protocol":"v4","#, #""parts":[]"#,
            #""profile":"published","#, #""list":"receipt","#,
        ]
        let member = members[below(members.count)]
        let twice = member.hasSuffix(",") ? member + member : "\(member),\(member)"
        return Array(text.replacing(member, with: twice).utf8)
    }

    /// One letter or digit of a string as its escape: the same text in other bytes.
    private mutating func escaped() -> [UInt8] {
        var isInside = false
        var places: [Int] = []
        for (place, byte) in sound.enumerated() {
            if byte == UInt8(ascii: "\"") && (place == 0 || sound[place - 1] != 0x5C) {
                isInside.toggle()
            } else if isInside, (0x30...0x7A).contains(byte), byte != 0x5C,
                sound[max(0, place - 5)..<place].contains(0x5C) == false
            {
                places.append(place)
            }
        }
        let place = places[below(places.count)]
        let digits = Hexadecimal.text(of: [0, sound[place]])
        return sound[..<place] + Array("\\u\(digits)".utf8) + sound[(place + 1)...]
    }

    /// A number in another form: 4 as 4.0, 04, 4e0, -4 or 5.
    private mutating func renumbered() -> [UInt8] {
        let text = String(decoding: sound, as: UTF8.self)
        let members = [
            "\"layers\":", "\"count\":", "\"total\":", "\"threads\":", "\"bytes\":", "\"first\":",
        ]
        let member = members[below(members.count)]
        guard let range = text.firstRange(of: member) else { return sound }
        let number = text[range.upperBound...].prefix { $0.isNumber }
        let forms = [
            "\(number).0", "0\(number)", "\(number)e0", "-\(number)", "\(number)1", "\"\(number)\"",
            "99999999999999999999",
        ]
        return Array(
            (text[..<range.upperBound] + forms[below(forms.count)] + text[number.endIndex...]).utf8)
    }

    // MARK: Whole documents

    private mutating func changedDocument(_ kind: ReceiptMutation.Kind) throws -> [UInt8] {
        var forged = try ForgedReceipt(sound)
        let theirs = try ForgedReceipt(other)
        switch kind {
        case .swappedMembers: forged.swapMembers(below(4), below(12), below(12))
        case .otherDigest:
            forged.changeDigest(prompt: below(4), part: below(3), digit: below(64))
        case .fittingDigest:
            forged.changeDigest(prompt: below(4), part: below(3), digit: below(64))
            forged.fit()
        case .swappedPrompts: forged.swapPrompts(below(4), below(4))
        case .fittingPrompts:
            forged.swapPrompts(below(4), below(4))
            forged.fit()
        case .otherRange:
            forged.setTotal(5 + below(1000))
            if below(2) == 0 { forged.fit() }
        case .replayedSignature:
            forged.signature = theirs.signature
            if below(2) == 0 { forged.receiptHash = theirs.receiptHash }
        case .joinedHalves:
            forged.run = theirs.run
            if below(2) == 0 { forged.fit() }
        case .otherKey, .stranger:
            let key = Ed25519PrivateKey(seed: (0..<32).map { _ in UInt8(below(256)) })
            forged.key = Hexadecimal.text(of: key.publicKey)
            if kind == .stranger {
                forged.changeDigest(prompt: below(4), part: 2, digit: below(64))
                forged.fit()
                forged.sign(by: key)
            }
        case .smallOrderKey:
            let key = SmallPoints.all[below(SmallPoints.all.count)]
            let first = SmallPoints.all[below(SmallPoints.all.count)]
            forged.key = Hexadecimal.text(of: key)
            // With s = 0 the equation holds for many messages where small points are let in.
            forged.signature = Hexadecimal.text(of: first + [UInt8](repeating: 0, count: 32))
            forged.changeDigest(prompt: 0, part: 2, digit: below(64))
            forged.fit()
        case .unreducedSignature: forged.addOrder(times: 1 + below(7))
        default: forged.foreignPoint(below(512))
        }
        return forged.bytes
    }
}
