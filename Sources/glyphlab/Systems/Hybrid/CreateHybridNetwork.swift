import ArgumentParser
import Cryptography
import Encodings
import HybridChain
import Platform
import Reports

struct CreateHybridNetwork: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hybrid",
        abstract: "Make a hybrid chain from a seed: its genesis, and each validator's key.",
        discussion: """
            The folder gets genesis.bin, and for each validator a key file and a file with the \
            token of its engine, both of mode 0600. All follow from the seed, which is as secret \
            as the keys: without one, 32 bytes are drawn. The classifier starts from weights and \
            samples that the network's name draws. A validator's vote counts for an epoch of \
            --epoch-slots slots: with 1, a chain finalises its first block with its third.
            Example: glyphlab system create-network hybrid chain --validators 4 --epoch-slots 2
            """)

    @Argument(help: "The folder, which is made.")
    var folder: String

    @Option(help: "The seed, 16 to 64 bytes in hexadecimal.")
    var seed: String?

    @Option(help: "How many validators, from 1 to 64.")
    var validators = 4

    @Option(help: "The network's name, 1 to 64 printable characters of ASCII.")
    var name = "hybrid"

    @Option(help: "The bond of each validator, from 0 to 10^15.")
    var bond = 1_000_000

    @Option(
        help: """
            How many false deltas the selection bears, from 0 to 30; an update takes at least \
            twice as many and three.
            """)
    var faults = 0

    @Option(help: "The slots of an epoch, from 1 to 65535.")
    var epochSlots = 4

    @Option(help: "The zero bits that a block's hash begins with, from 0 to 20.")
    var workBits = 10

    @OptionGroup var format: FormatOption

    private var seedBytes: [UInt8]? {
        guard let seed else { return SystemRandom.bytes(count: 32) }
        return Hexadecimal.bytes(of: seed).flatMap { (16...64).contains($0.count) ? $0 : nil }
    }

    func validate() throws {
        guard !folder.isEmpty else { throw ValidationError("folder: expected a name, got none") }
        guard seedBytes != nil else {
            throw ValidationError(
                "seed: expected pairs of lower-case digits of hexadecimal, 32 to 128 digits, got "
                    + "\(seed?.count ?? 0) characters, which are not shown: they may be a secret")
        }
        guard (1...HybridLimits.validatorCountMax).contains(validators) else {
            throw ValidationError("validators: expected 1 to 64, got \(validators)")
        }
        guard (1...64).contains(name.utf8.count),
            name.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else {
            throw ValidationError(
                "name: expected 1 to 64 printable characters of ASCII, got "
                    + JSONValue.quoted(name, scalarCountMax: 80))
        }
        guard (0...1_000_000_000_000_000).contains(bond) else {
            throw ValidationError("bond: expected 0 to 10^15, got \(bond)")
        }
        guard (0...30).contains(faults) else {
            throw ValidationError("faults: expected 0 to 30, got \(faults)")
        }
        guard (1...65_535).contains(epochSlots) else {
            throw ValidationError("epoch-slots: expected 1 to 65535, got \(epochSlots)")
        }
        guard (0...20).contains(workBits) else {
            throw ValidationError("work-bits: expected 0 to 20, got \(workBits)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let network = try NewHybridNetwork(
                folder: folder, seed: seedBytes ?? [],
                settings: NewHybridNetwork.Settings(
                    name: name, validatorCount: validators, bond: bond, faultCount: faults,
                    epochSlotCount: epochSlots, workBitCount: workBits))
            format.write(text: network.text, json: network.json)
            return .holds
        }
    }
}
