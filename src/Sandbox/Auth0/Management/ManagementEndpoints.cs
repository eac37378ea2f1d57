namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary>The part of Auth0's Management API that sets a tenant up for this product, over the tenant that all other endpoints use.</summary>
internal static class ManagementEndpoints
{
    public static void MapManagement(this WebApplication app)
    {
        var access = app.Services.GetRequiredService<ManagementAccess>();
        var api = app.MapGroup("/api/v2").AddEndpointFilter(access.CallAsync);
        api.MapClients();
        api.MapClientDocuments();
        api.MapResourceServers();
        api.MapClientGrants();
        api.MapTenantSettings();
        api.MapGuardian();
        api.MapConnections();
        api.MapActions();
    }
}
