package import Cryptography
public import Encodings

extension TracedArchitecture {
    package static let textKeys = ["norm", "positions", "activation"]
    package static let sizeKeys = [
        "layers", "width", "heads", "head_width", "hidden_width", "vocabulary", "context",
    ]
    /// The sizes behind those, which only a plan with rotary positions has.
    package static let rotaryKeys = ["key_value_heads", "rotary_base"]
    /// The largest base of rotary positions.
    package static let rotaryBaseMax = 1 << 40

    /// The one form in which traces, receipts and files of runs write it.
    ///
    /// Golden-bearing: the members, their order and their forms.
    public var json: JSONValue {
        let texts = [norm, positions, activation]
        let sizes = [
            layerCount, width, headCount, headWidth, hiddenWidth, vocabularyCount,
            contextTokenCount,
        ]
        let rotary = rotary.map { [$0.keyValueHeadCount, $0.base] } ?? []
        return .object(
            zip(Self.textKeys, texts).map { JSONMember($0, .string($1)) }
                + zip(Self.sizeKeys + Self.rotaryKeys, sizes + rotary).map {
                    JSONMember($0, .integer($1))
                })
    }

    /// Reads a value that ``json`` wrote: names of ``TraceLimits/nameByteCountMax`` bytes at most,
    /// sizes from 1 to ``TraceLimits/sizeMax``.
    ///
    /// **Throws:** `StrictJSON.Failure` for all else.
    public init(_ value: StrictJSON) throws(StrictJSON.Failure) {
        let isRotary = value.value.member(Self.rotaryKeys[0]) != nil
        let members = try value.members(
            Self.textKeys + Self.sizeKeys + (isRotary ? Self.rotaryKeys : []))
        var names: [String] = []
        for member in members[..<Self.textKeys.count] {
            names.append(try member.name(byteCountMax: TraceLimits.nameByteCountMax))
        }
        var sizes: [Int] = []
        for member in members[Self.textKeys.count...].prefix(Self.sizeKeys.count) {
            sizes.append(try member.integer(in: 1...TraceLimits.sizeMax))
        }
        var rotary: Rotary?
        if isRotary {
            let last = members.suffix(Self.rotaryKeys.count).map { $0 }
            rotary = Rotary(
                keyValueHeadCount: try last[0].integer(in: 1...TraceLimits.sizeMax),
                base: try last[1].integer(in: 1...Self.rotaryBaseMax))
        }
        self.init(
            norm: names[0], positions: names[1], activation: names[2], layerCount: sizes[0],
            width: sizes[1], headCount: sizes[2], headWidth: sizes[3], hiddenWidth: sizes[4],
            vocabularyCount: sizes[5], contextTokenCount: sizes[6], rotary: rotary)
    }
}

extension TracedFile {
    /// The one form in which traces, receipts and files of runs write it.
    ///
    /// Golden-bearing: the members, their order and their forms.
    public var json: JSONValue {
        .object([
            JSONMember("name", .string(name)), JSONMember("bytes", .integer(byteCount)),
            JSONMember("sha256", .string(digest.text)),
        ])
    }

    /// Reads a value that ``json`` wrote.
    ///
    /// **Throws:** `StrictJSON.Failure` for all else, a name of more than
    /// ``TraceLimits/textByteCountMax`` bytes and a count of bytes over
    /// ``TraceLimits/weightFileByteCountMax``.
    public init(_ value: StrictJSON) throws(StrictJSON.Failure) {
        let parts = try value.members(["name", "bytes", "sha256"])
        self.init(
            name: try parts[0].string(byteCountMax: TraceLimits.textByteCountMax),
            byteCount: try parts[1].integer(in: 0...TraceLimits.weightFileByteCountMax),
            digest: try parts[2].digest())
    }
}

extension StrictJSON {
    /// 32 bytes in lower-case hexadecimal.
    package func digest() throws(Failure) -> Digest { Digest(bytes: try bytes(count: 32)) }
}
