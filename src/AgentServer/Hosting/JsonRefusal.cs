namespace TokenVaultAgent.AgentServer.Hosting;

/// <summary>A refusal below the protocol, in the shape of OAuth errors.</summary>
internal sealed record JsonRefusal(int Status, string Error, string Description)
{
    public Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        return response.WriteAsJsonAsync(new Dictionary<string, string> { ["error"] = Error, ["error_description"] = Description });
    }
}
