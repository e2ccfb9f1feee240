package import Checkpoints
package import Cryptography

/// The float32 elements of a container's tensors, by their names without a prefix.
package struct FloatTensors {
    private let container: any TensorContainer
    private let layout: ModelLayout
    private let indices: [String: Int]  // its keys sorted, never iterated

    /// **Throws:** ``CheckpointError`` where a tensor is there twice, or none of the layout's.
    package init(
        _ container: any TensorContainer, layout: ModelLayout
    ) throws(CheckpointError) {
        self.container = container
        self.layout = layout
        indices = try layout.indices(in: container)
    }

    /// The tensor's elements, row-major, widened exactly.
    ///
    /// **Throws:** ``CheckpointError`` where there is none, or one of another shape or type, or
    /// with an element that is not finite; the container's error where it cannot be read.
    package func elements(_ name: String, dimensions: [Int]) throws -> [Float] {
        guard let index = indices[name] else {
            throw CheckpointError.missingTensor(file: container.file, tensor: name)
        }
        let entry = container.entries[index]
        guard entry.dimensions == dimensions else {
            throw CheckpointError.tensorShape(
                file: container.file, tensor: entry.name, expected: dimensions,
                got: entry.dimensions)
        }
        guard let type = ElementType(rawValue: entry.elementTypeName), type != .float64 else {
            throw CheckpointError.elementType(
                file: container.file, tensor: entry.name, expected: "F32, F16, BF16",
                got: entry.elementTypeName)
        }
        var elements: [Float] = []
        elements.reserveCapacity(entry.elementCount)
        try unsafe container.readElements(ofEntry: index) { bytes in
            unsafe Self.append(bytes, type, to: &elements)
        }
        guard elements.count == entry.elementCount else {
            throw CheckpointError.tensorShape(
                file: container.file, tensor: entry.name, expected: dimensions,
                got: [elements.count])
        }
        if let place = elements.firstIndex(where: { !$0.isFinite }) {
            throw CheckpointError.notFinite(
                file: container.file, tensor: entry.name, index: place,
                got: elements[place].isNaN ? "NaN" : "an infinity")
        }
        return elements
    }

    /// SHA-256 over all tensors in the order of their names' bytes: the name without its prefix,
    /// then float32 elements, little-endian. Tensors that no engine needs are left out.
    ///
    /// **Throws:** as ``elements(_:dimensions:)``.
    package func digest() throws -> Digest {
        var hasher = SHA256Hasher()
        let names = indices.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for name in names where !layout.isIgnored(name) {
            guard let index = indices[name] else { continue }
            let elements = try elements(name, dimensions: container.entries[index].dimensions)
            hasher.update(Array(name.utf8))
            hasher.update(littleEndian: elements.map { Int32(bitPattern: $0.bitPattern) })
        }
        return hasher.finalized()
    }

    private static func append(
        _ bytes: UnsafeRawBufferPointer, _ type: ElementType, to elements: inout [Float]
    ) {
        let size = type.byteCount
        for index in 0..<bytes.count / size {
            if type == .float32 {
                let word = unsafe bytes.loadUnaligned(
                    fromByteOffset: size * index, as: UInt32.self)
                elements.append(Float(bitPattern: UInt32(littleEndian: word)))
                continue
            }
            let half = UInt16(
                littleEndian: unsafe bytes.loadUnaligned(
                    fromByteOffset: size * index, as: UInt16.self))
            elements.append(
                type == .bfloat16
                    ? Float(bitPattern: UInt32(half) << 16) : Self.widened(half))
        }
    }

    /// The float32 that equals a float16.
    private static func widened(_ half: UInt16) -> Float {
        let exponent = Int(half >> 10 & 0x1F)
        let fraction = Float(half & 0x3FF)
        let magnitude =
            switch exponent {
            case 0: fraction * 0x1p-24
            case 0x1F: fraction == 0 ? Float.infinity : Float.nan
            default: (1024 + fraction) * Float(sign: .plus, exponent: exponent - 25, significand: 1)
            }
        return half & 0x8000 == 0 ? magnitude : -magnitude
    }
}
