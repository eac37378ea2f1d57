using System.Data.Common;
using Microsoft.AspNetCore.Connections;

namespace TokenVaultAgent.AgentServer.Hosting;

/// <summary>What keeps the server from starting and is the operator's to mend, in one sentence: no stack trace says it better.</summary>
internal static class StartFault
{
    /// <returns>Null for anything else, which is a fault of the program.</returns>
    public static string? Of(Exception exception) => exception switch
    {
        InvalidDataException { InnerException: FormatException } => $"a settings file is no JSON. {exception.Message} {exception.InnerException?.InnerException?.Message}".TrimEnd(),
        DbException => $"the database of Storage:ConnectionString cannot be opened: {exception.Message}",
        IOException { InnerException: AddressInUseException } => $"another program listens there. {exception.Message} --urls or Kestrel:Endpoints names another address.",
        _ => null,
    };
}
