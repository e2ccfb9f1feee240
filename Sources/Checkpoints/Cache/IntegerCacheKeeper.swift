internal import Platform
internal import Tensors

/// Writes a cache while its integers go elsewhere. Nothing that goes wrong stops the reading; it is
/// told at the end.
struct IntegerCacheKeeper {
    private enum State {
        case writing(PartialFile)
        case ended(CacheWriting)
    }

    private var state: State
    private let headByteCount: Int
    /// Those that are still to come.
    private var parameters: ArraySlice<LayoutParameter>
    private var tensors: [SafetensorsHeader.Described] = []
    private static let partByteCount = 1 << 20

    /// Opens the file and leaves room for its head, which is known last.
    ///
    /// - Parameter permissionsOf: the file whose permissions the cache gets.
    init(path: String, permissionsOf weights: String, layout: ModelLayout) {
        let digest = String(repeating: "0", count: 64)
        parameters = layout.hashedParameters[...]
        // No head is longer than one in which all elements take four bytes.
        headByteCount =
            SafetensorsHeader.bytes(
                metadata: CacheKey(weights: digest, integers: digest).metadata,
                tensors: parameters.map { Self.described($0, .int32) }
            ).count
        do {
            let file = try PartialFile(for: path)
            state = .writing(file)
            let head = [UInt8](repeating: 0, count: headByteCount)
            attempt(file) { () throws(PlatformError) in
                try file.takePermissions(ofFile: weights)
                try file.truncate(to: 0)
                try file.append(head)
            }
        } catch {
            if case .locked = error {
                state = .ended(.leftToAnother)
            } else {
                state = .ended(.failed("\(error)"))
            }
        }
    }

    private static func described(
        _ parameter: LayoutParameter, _ type: IntegerType
    ) -> SafetensorsHeader.Described {
        (
            parameter.name, type.rawValue, parameter.dimensions,
            parameter.rows * parameter.columns * type.byteCount
        )
    }

    /// The next tensor, in the order in which they are hashed.
    mutating func add(_ tensor: IntegerTensor) {
        let parameter = parameters.removeFirst()
        guard case .writing(let file) = state else { return }
        var isInside = true
        unsafe tensor.forEachSlice { isInside = unsafe tensor.format.holdsInside($0) && isInside }
        guard isInside else { return end(file, .clamped) }
        let type = IntegerType(holding: tensor)
        tensors.append(Self.described(parameter, type))
        attempt(file) { () throws(PlatformError) in
            var waiting: [UInt8] = []
            waiting.reserveCapacity(Self.partByteCount)
            try unsafe tensor.forEachSlice { part throws(PlatformError) in
                unsafe waiting += type.bytes(part)
                if waiting.count >= Self.partByteCount {
                    try file.append(waiting)
                    waiting.removeAll(keepingCapacity: true)
                }
            }
            try file.append(waiting)
        }
    }

    /// Leaves nothing behind, since the reading failed.
    mutating func abandon() {
        if case .writing(let file) = state { end(file, .weightsChanged) }
    }

    /// - Parameter key: what the cache belongs to; nil where the weights changed.
    mutating func finish(
        beyondClampCount: Int, key: () throws -> CacheKey?
    ) -> CacheWriting {
        if case .writing(let file) = state {
            if beyondClampCount > 0 {
                end(file, .clamped)
            } else {
                finish(file, key)
            }
        }
        guard case .ended(let writing) = state else { preconditionFailure("no end") }
        return writing
    }

    private mutating func finish(_ file: PartialFile, _ key: () throws -> CacheKey?) {
        do {
            guard let key = try key() else { return end(file, .weightsChanged) }
            let head = SafetensorsHeader.bytes(
                metadata: key.metadata, tensors: tensors, byteCountMin: headByteCount)
            precondition(head.count == headByteCount, "a head of \(head.count) bytes")
            try file.overwrite(head, at: 0)
            // Not synced: what a crash tears is noticed, since every byte is read before use.
            try file.replaceName()
            state = .ended(.written)
        } catch {
            end(file, .failed("\(error)"))
        }
    }

    private mutating func attempt(
        _ file: PartialFile, _ body: () throws(PlatformError) -> Void
    ) {
        do {
            try body()
        } catch {
            end(file, .failed("\(error)"))
        }
    }

    /// Leaves nothing behind.
    private mutating func end(_ file: PartialFile, _ writing: CacheWriting) {
        do {
            try file.remove()
            state = .ended(writing)
        } catch {
            state = .ended(.failed("\(error)"))
        }
    }
}
