namespace TokenVaultAgent.Sandbox.FaultInjection;

public enum FaultKind
{
    /// <summary>Waits, then goes on: to a further fault or to the service.</summary>
    Latency,

    /// <summary>Answers with a status and an error body in the service's shape; the request is not carried out.</summary>
    Status,

    /// <summary>Carries the request out, then answers with a status and an error body: a gateway that gave up waiting.</summary>
    StatusAfter,

    /// <summary>Resets the connection; the request is not carried out.</summary>
    DropBefore,

    /// <summary>Carries the request out, then resets the connection instead of answering.</summary>
    DropAfter,

    /// <summary>Answers 200 with JSON that breaks off; the request is not carried out.</summary>
    Garbage,
}
