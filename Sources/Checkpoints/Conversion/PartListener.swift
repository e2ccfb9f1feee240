/// A listener to a hashed parameter's next elements: as they are stored, little-endian and
/// row-major, valid during the call alone. The sources of a parameter follow each other.
public typealias PartListener = (
    _ parameter: LayoutParameter, _ source: SourceTensor, _ type: ElementType,
    _ stored: UnsafeRawBufferPointer
) -> Void
