import ArgumentParser
import Encodings
import Fingerprints
import FloatEngine
import Platform

extension FloatOrder: ExpressibleByArgument {}

/// The options of `reproduce` that float goldens alone have.
struct FloatOptions: ParsableArguments {
    @Option(
        help: """
            For v3 and qwen, the arithmetic: \
            \(FloatOrder.allCases.map(\.rawValue).joined(separator: ", ")); by default wide.
            """)
    var order: FloatOrder?

    @Option(
        name: .customLong("golden"),
        help: """
            For v3 and qwen, another golden to compare with: the hash of all proofs, or a file in \
            the form of Goldens/float.
            """)
    var other: String?

    var isGiven: Bool { order != nil || other != nil }
}

/// The expected result of a float golden's run.
struct FloatExpectation {
    let hash: String
    let proofHashes: [String]
    let drift: Double
}

extension House {
    /// The published float golden.
    ///
    /// **Throws:** ``GoldenError``, ``PlatformError`` where its file is not there.
    func floatGolden(_ receipt: FloatReceipt) throws -> FloatGolden {
        try Self.floatGolden(file: "\(path)/Goldens/float/\(receipt.rawValue).json")
    }

    static func floatGolden(file: String) throws -> FloatGolden {
        try FloatGolden(
            json: WholeFile.read(file, byteCountMax: FloatGolden.byteCountMax), file: file)
    }
}
