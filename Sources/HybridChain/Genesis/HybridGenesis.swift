internal import Cryptography

/// The first state of a chain, which all its nodes share. Its hash names the network.
package struct HybridGenesis: Sendable, Equatable {
    /// A validator, known by its index in the list ever after.
    package struct Validator: Sendable, Equatable {
        /// Ed25519, 32 bytes.
        package let key: [UInt8]
        package let bond: UInt64

        package init(key: [UInt8], bond: UInt64) {
            self.key = key
            self.bond = bond
        }
    }

    /// A sample on which the loss is measured.
    package struct Sample: Sendable, Equatable {
        /// D bytes.
        package let input: [UInt8]
        /// Below C.
        package let label: UInt8

        package init(input: [UInt8], label: UInt8) {
            self.input = input
            self.label = label
        }
    }

    package let name: [UInt8]
    /// By rising key.
    package let validators: [Validator]
    package let shape: HybridShape
    /// f: how many false deltas the selection bears.
    package let faultCount: Int
    /// E, slots of an epoch.
    package let epochSlotCount: UInt64
    package let samples: [Sample]
    /// The greatest hash of a block, 32 bytes.
    package let target: [UInt8]

    /// Nil where a rule does not hold: a name below 2^16 bytes; 1 to 64 validators of rising keys,
    /// whose bonds together stay below 2^64; f below 2^8; 1 ≤ E < 2^16; 1 to 512 samples of D
    /// bytes and a label below C; a target of 32 bytes.
    package init?(
        name: [UInt8], validators: [Validator], shape: HybridShape, faultCount: Int,
        epochSlotCount: UInt64, samples: [Sample], target: [UInt8]
    ) {
        guard name.count < 1 << 16,
            (1...HybridLimits.validatorCountMax).contains(validators.count),
            validators.allSatisfy({ $0.key.count == Ed25519.publicKeyByteCount }),
            zip(validators, validators.dropFirst()).allSatisfy({
                $0.key.lexicographicallyPrecedes($1.key)
            }),
            Self.sumFits(validators), (0..<1 << 8).contains(faultCount),
            (1..<1 << 16).contains(epochSlotCount),
            (1...HybridLimits.sampleCountMax).contains(samples.count),
            samples.allSatisfy({
                $0.input.count == shape.inputCount && Int($0.label) < shape.classCount
            }),
            target.count == 32
        else { return nil }
        self.name = name
        self.validators = validators
        self.shape = shape
        self.faultCount = faultCount
        self.epochSlotCount = epochSlotCount
        self.samples = samples
        self.target = target
    }

    private static func sumFits(_ validators: [Validator]) -> Bool {
        var sum: UInt64 = 0
        for validator in validators {
            let (next, isOver) = sum.addingReportingOverflow(validator.bond)
            if isOver { return false }
            sum = next
        }
        return true
    }

    // MARK: Bytes

    /// Nil unless the bytes are those of a genesis whose rules hold, and nothing else.
    package init?(bytes: [UInt8]) {
        var reader = HybridReader(bytes)
        let name = reader.counted(Int(reader.uint16()))
        let validatorCount = Int(reader.uint16())
        guard validatorCount <= HybridLimits.validatorCountMax else { return nil }
        let validators = (0..<validatorCount).map { _ in
            let key = reader.fixed(Ed25519.publicKeyByteCount)
            return Validator(key: key, bond: reader.uint64())
        }
        let counts = (0..<3).map { _ in Int(reader.uint16()) }
        guard
            let shape = HybridShape(
                inputCount: counts[0], hiddenCount: counts[1], classCount: counts[2],
                rank: Int(reader.uint8()))
        else { return nil }
        let faultCount = Int(reader.uint8())
        let epochSlotCount = UInt64(reader.uint16())
        let sampleCount = Int(reader.uint16())
        guard sampleCount <= HybridLimits.sampleCountMax else { return nil }
        let samples = (0..<sampleCount).map { _ in
            let input = reader.fixed(shape.inputCount)
            return Sample(input: input, label: reader.uint8())
        }
        let target = reader.fixed(32)
        guard reader.isExact else { return nil }
        self.init(
            name: name, validators: validators, shape: shape, faultCount: faultCount,
            epochSlotCount: epochSlotCount, samples: samples, target: target)
    }

    /// The bytes that are hashed. Golden-bearing.
    package var bytes: [UInt8] {
        var bytes = UInt16(name.count).hybridBytes + name + UInt16(validators.count).hybridBytes
        for validator in validators { bytes += validator.key + validator.bond.hybridBytes }
        for count in [shape.inputCount, shape.hiddenCount, shape.classCount] {
            bytes += UInt16(count).hybridBytes
        }
        bytes += [UInt8(shape.rank), UInt8(faultCount)] + UInt16(epochSlotCount).hybridBytes
        bytes += UInt16(samples.count).hybridBytes
        for sample in samples { bytes += sample.input + [sample.label] }
        return bytes + target
    }

    /// H(`network`, genesis): in everything that is signed.
    package var network: [UInt8] { HybridDomain.digest("network", bytes) }

    /// H(`block`, genesis): the hash that stands for block 0.
    package var tip: [UInt8] { HybridDomain.digest("block", bytes) }
}
