// Made by build/api.mjs from docs/openapi.json: `make docs`.
export interface paths {
    "/v1/track/lead": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["track_lead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_offer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track/sale": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["track_sale"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track/stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["track_stage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["track_refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track/refund-reversal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["track_refund_reversal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track/chargeback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["track_chargeback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track/chargeback-reversal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["track_chargeback_reversal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["track_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/postback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["postback_get"];
        put?: never;
        post: operations["postback_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/commissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_commissions"];
        put?: never;
        post: operations["grant_commission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/commissions/approve-due": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["approve_due_commissions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/statements/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["close_statements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_statements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_statement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statements/{id}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["download_statement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_disputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_dispute"];
        put?: never;
        post?: never;
        delete: operations["erase_dispute"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/disputes/{id}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["transition_dispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/commissions/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["transition_commissions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/commissions/reprice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["reprice_commissions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/balances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_balances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payout-batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_batches"];
        put?: never;
        post: operations["create_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payout-batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_batch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payout-batches/{id}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["transition_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payout-batches/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["download_batch_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payout-batches/{id}/skipped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_skipped_statements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payout-batches/{id}/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["import_outcomes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_transfers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers/{id}/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["record_outcome"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/payout-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_payout_rules"];
        put: operations["update_payout_rules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_reconciliation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/trial-balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_trial_balance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/general-ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["export_general_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/liabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_liabilities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/external-ids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_external_ids"];
        put?: never;
        post: operations["link_external_id"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/external-ids/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["unlink_external_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_programs"];
        put?: never;
        post: operations["create_program"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_program"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_program"];
        trace?: never;
    };
    "/v1/programs/{id}/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_logo"];
        put: operations["set_logo"];
        post?: never;
        delete: operations["remove_logo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/paying-account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_paying_account"];
        put: operations["set_paying_account"];
        post?: never;
        delete: operations["remove_paying_account"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_rates"];
        put?: never;
        post: operations["create_rate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rates/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["import_rates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payout-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_payout_methods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payout-methods/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_payout_method"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["publish_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/lint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["lint_rules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/policies/difference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["compare_policies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/terms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_terms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/terms/difference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["compare_terms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/terms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["publish_terms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_partners"];
        put?: never;
        post: operations["enroll_partner"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partners/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_partner"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_partner"];
        trace?: never;
    };
    "/v1/enrollments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_enrollments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_links"];
        put?: never;
        post: operations["create_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_link"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_link"];
        trace?: never;
    };
    "/v1/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_codes"];
        put?: never;
        post: operations["create_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clicks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_clicks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/clicks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["count_clicks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["watch_clicks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_customers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{external_id}/journey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_journey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{external_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_customer"];
        put?: never;
        post?: never;
        delete: operations["erase_customer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_referrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_conversions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_conversion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversions/{id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["explain_conversion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["transition_enrollments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/enrollments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_enrollment"];
        trace?: never;
    };
    "/v1/enrollments/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["move_enrollments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["create_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["rename_group"];
        trace?: never;
    };
    "/v1/links/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["create_links"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/codes/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["archive_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/codes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_code"];
        trace?: never;
    };
    "/v1/conversions/{id}/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["create_correction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_corrections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/corrections/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["revoke_correction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_reviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_deals"];
        put?: never;
        post: operations["create_deal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_deal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deals/{id}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["transition_deal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_submissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["accept_submission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["reject_submission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/submissions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_submission"];
        put?: never;
        post?: never;
        delete: operations["erase_submission"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["create_simulation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_simulations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/simulations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_simulation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/simulations/{id}/partners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_simulation_partners"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/simulations/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_simulation_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/simulations/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["cancel_simulation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/simulations/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["apply_simulation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["accept_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/{id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["dismiss_review"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_facts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_session"];
        put?: never;
        post: operations["log_in"];
        delete: operations["log_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_setup"];
        put?: never;
        post: operations["complete_setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["send_login_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["send_password_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["change_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["rename_user"];
        trace?: never;
    };
    "/v1/account/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/seats/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["leave_workspace"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["start_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["confirm_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/account/second-factor/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["remove_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/team": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_team"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/team/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["remove_member"];
        options?: never;
        head?: never;
        patch: operations["change_role"];
        trace?: never;
    };
    "/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_invitations"];
        put?: never;
        post: operations["create_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["accept_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["revoke_invitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_keys"];
        put?: never;
        post: operations["create_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["rotate_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["revoke_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_workspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["rename_workspace"];
        trace?: never;
    };
    "/v1/programs/{id}/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["apply_to_program"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_program_profile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/lead-forms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_lead_form"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/lead-forms/{id}/submissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["submit_lead_form"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_audit_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_own_profile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["update_own_profile"];
        trace?: never;
    };
    "/v1/partner/enrollments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_enrollments"];
        put?: never;
        post: operations["apply_to_another_program"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_links"];
        put?: never;
        post: operations["create_own_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_codes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/payout-method": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_own_payout_method"];
        put: operations["set_own_payout_method"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/payout-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_payout_methods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/deals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_deals"];
        put?: never;
        post: operations["register_deal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_disputes"];
        put?: never;
        post: operations["open_dispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/disputes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_own_dispute"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/disputes/{id}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["transition_own_dispute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/submissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_submissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_own_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/conversions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_conversions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/customers/{id}/journey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_own_journey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/recruits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_recruits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_referrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/commissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_commissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_statements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/statements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_own_statement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/statements/{id}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["download_own_statement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["list_own_transfers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/enrollments/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["accept_enrollment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/enrollments/{id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["leave_enrollment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/enrollments/{id}/terms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["get_own_terms"];
        put?: never;
        post: operations["accept_terms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/partner/conversions/{id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["explain_own_conversion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptInvitation: {
            token: string;
            name?: string | null;
            password?: string | null;
        };
        AcceptSubmission: {
            customer_external_id?: string | null;
        };
        AcceptTerms: {
            terms_id: string;
        };
        /** @enum {string} */
        Account: "commission_expense" | "partner_pending" | "partner_payable" | "clawback_write_off" | "payout_clearing" | "cash" | "currency_exchange" | "exchange_gain" | "exchange_loss";
        AccountBalance: {
            account: components["schemas"]["Account"];
            currency: string;
            /** Format: int64 */
            debits: number;
            /** Format: int64 */
            credits: number;
            /** Format: int64 */
            balance: number;
        };
        /** @enum {string} */
        AccountFault: "invalid" | "closed" | "blocked";
        /** @enum {string} */
        Application: "forward" | "from_date";
        /** @enum {string} */
        Applications: "closed" | "by_approval" | "automatic";
        Apply: {
            display_name: string;
            email: string;
            company?: string | null;
            website?: string | null;
            message?: string | null;
            recruited_by?: string | null;
        };
        ApplyAsPartner: {
            program_id: string;
        };
        ApplySimulation: {
            application: components["schemas"]["Application"];
            difference: components["schemas"]["Money"];
        };
        ApprovalLimit: {
            role: components["schemas"]["Role"];
            /** Format: int64 */
            batch_max?: number | null;
            /** Format: int64 */
            transfer_max?: number | null;
        };
        AskSimulation: {
            policy?: components["schemas"]["PolicyRules"] | null;
            terms?: components["schemas"]["TermsDraft"][];
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until?: string | null;
        };
        AuditRecord: {
            id: string;
            /** Format: date-time */
            at: string;
            actor: string;
            key_id?: string | null;
            user_id?: string | null;
            session_id?: string | null;
            address?: string | null;
            request_id?: string | null;
            action: string;
            subject: string;
            mode?: components["schemas"]["Mode"] | null;
            before?: Record<string, never> | null;
            after?: Record<string, never> | null;
        };
        AuditRecordList: {
            items: components["schemas"]["AuditRecord"][];
            next_cursor: string | null;
        };
        Balance: {
            partner: components["schemas"]["PartnerRef"];
            enrollment_id: string;
            account: components["schemas"]["Account"];
            amount: components["schemas"]["Money"];
        };
        BalanceList: {
            items: components["schemas"]["Balance"][];
            next_cursor: string | null;
        };
        BankAccount: {
            holder: string;
            iban: string;
            bic?: string | null;
        };
        /** @enum {string} */
        Basis: "correction" | "deal" | "code" | "bond" | "model";
        Batch: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            status: components["schemas"]["BatchStatus"];
            rail: components["schemas"]["MethodKind"];
            /** Format: date */
            due_until: string;
            /** Format: date */
            execution_day: string;
            total: components["schemas"]["Money"];
            /** Format: int32 */
            transfers: number;
            greatest_transfer: components["schemas"]["Money"];
            /** Format: int32 */
            left_out: number;
            created: components["schemas"]["HandDone"];
            submitted?: components["schemas"]["HandDone"] | null;
            approved?: components["schemas"]["HandDone"] | null;
            handed_over?: components["schemas"]["HandDone"] | null;
            /** Format: date-time */
            closed_at?: string | null;
            canceled?: components["schemas"]["HandDone"] | null;
            cancel_reason?: string | null;
        };
        BatchAnswer: {
            line: number;
            /** Format: int32 */
            status: number;
            replayed?: boolean;
            body?: components["schemas"]["TrackAnswer"] | null;
            problem?: components["schemas"]["Problem"] | null;
        };
        BatchList: {
            items: components["schemas"]["Batch"][];
            next_cursor: string | null;
        };
        BatchShown: {
            batch: components["schemas"]["Batch"];
            by_status: components["schemas"]["BatchTally"][];
            people: components["schemas"]["HandName"][];
            may_approve: boolean;
            why_not?: string | null;
        };
        /** @enum {string} */
        BatchStatus: "collecting" | "draft" | "submitted" | "approved" | "handing_over" | "handed_over" | "closed" | "canceling" | "canceled";
        BatchTally: {
            status: components["schemas"]["TransferStatus"];
            /** Format: int64 */
            transfers: number;
            amount: components["schemas"]["Money"];
        };
        BeginSecondFactor: {
            current_password?: string | null;
        };
        /** @enum {string} */
        Booking: "reinstated" | "adjusted" | "corrected" | "repriced";
        Budget: {
            window: components["schemas"]["Window"];
            /** Format: int64 */
            amount: number;
            /** Format: int32 */
            warn_at_millionths: number;
            stops: boolean;
        };
        BudgetState: {
            /** Format: date */
            from?: string | null;
            /** Format: date */
            until?: string | null;
            amount: components["schemas"]["Money"];
            spent: components["schemas"]["Money"];
            warned: boolean;
        };
        Cadence: {
            /** @enum {string} */
            kind: "weekly";
        } | {
            /** @enum {string} */
            kind: "semi_monthly";
        } | {
            /** @enum {string} */
            kind: "monthly";
        } | {
            /** Format: int64 */
            amount: number;
            /** @enum {string} */
            kind: "threshold";
        };
        Cap: {
            per: components["schemas"]["CapScope"];
            window: components["schemas"]["Window"];
            /** Format: int64 */
            amount: number;
        };
        /** @enum {string} */
        CapScope: "partner" | "customer";
        Change: {
            /** Format: int64 */
            place: number;
            conversion_id: string;
            conversion_external_id: string;
            customer: components["schemas"]["CustomerRef"];
            kind: components["schemas"]["Kind"];
            amount?: components["schemas"]["Money"] | null;
            /** Format: date-time */
            occurred_at: string;
            before: components["schemas"]["ChangePart"][];
            after: components["schemas"]["ChangePart"][];
            sentences: components["schemas"]["Said"][];
        };
        ChangeList: {
            items: components["schemas"]["Change"][];
            next_cursor: string | null;
        };
        ChangePart: {
            partner: components["schemas"]["PartnerRef"];
            /** Format: int32 */
            millionths: number;
            commission: components["schemas"]["Money"];
        };
        ChangePassword: {
            current_password?: string | null;
            password: string;
        };
        ChangeRole: {
            role: components["schemas"]["Role"];
        };
        Clawback: {
            /** Format: int32 */
            share_max_millionths?: number | null;
            /** Format: int32 */
            days_max?: number | null;
            /** @enum {string} */
            kind: "carry";
        } | {
            /** @enum {string} */
            kind: "write_off";
        };
        Click: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            link_id: string;
            /** Format: date-time */
            at: string;
            verdict: string;
            repeat_of?: string | null;
            host: string;
            path: string;
            referrer?: string | null;
            device: string;
            os: string;
            browser: string;
            language?: string | null;
            utm_source?: string | null;
            utm_medium?: string | null;
            utm_campaign?: string | null;
            utm_term?: string | null;
            utm_content?: string | null;
            sub1?: string | null;
            sub2?: string | null;
            sub3?: string | null;
            sub4?: string | null;
            sub5?: string | null;
            consent: components["schemas"]["Consent"];
            visitor_id?: string | null;
        };
        ClickList: {
            items: components["schemas"]["Click"][];
            next_cursor: string | null;
        };
        Clicks: {
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            repeats: number;
            /** Format: int64 */
            bots: number;
        };
        ClicksCounted: {
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
            total: components["schemas"]["Clicks"];
            items: components["schemas"]["LinkClicks"][];
            next_cursor?: string | null;
        };
        CloseStatements: {
            /** Format: date-time */
            until?: string | null;
        };
        Code: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            partner: components["schemas"]["PartnerRef"];
            enrollment_id: string;
            code: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            archived_at?: string | null;
            /** Format: date-time */
            leaked_at?: string | null;
            customer_offer: components["schemas"]["CodeOffer"];
        };
        CodeList: {
            items: components["schemas"]["Code"][];
            next_cursor: string | null;
        };
        CodeOffer: {
            /** @enum {string} */
            kind: "as_terms";
        } | {
            /** @enum {string} */
            kind: "nothing";
        } | {
            offer: components["schemas"]["CustomerOffer"];
            /** @enum {string} */
            kind: "own";
        };
        Codes: string | components["schemas"]["WrittenCode"][] | number;
        Commission: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            partner: components["schemas"]["PartnerRef"];
            enrollment_id: string;
            customer?: components["schemas"]["CustomerRef"] | null;
            conversion_id?: string | null;
            event: components["schemas"]["Event"];
            state: components["schemas"]["CommissionState"];
            suspended_by: components["schemas"]["Suspension"][];
            amount: components["schemas"]["Money"];
            earned: components["schemas"]["Money"];
            reversed: components["schemas"]["Money"];
            /** Format: int32 */
            share_millionths: number;
            terms_id?: string | null;
            explanation: string[];
            /** Format: date-time */
            hold_until?: string | null;
            awaits_approval: boolean;
            /** Format: date-time */
            approved_at?: string | null;
            /** Format: date-time */
            declined_at?: string | null;
            statement_id?: string | null;
            /** Format: date-time */
            occurred_at: string;
            /** Format: date-time */
            created_at: string;
        };
        CommissionList: {
            items: components["schemas"]["Commission"][];
            next_cursor: string | null;
        };
        /** @enum {string} */
        CommissionState: "pending" | "approved" | "declined" | "in_statement" | "paid" | "reversed" | "withdrawn" | "disputed" | "none";
        /** @enum {string} */
        Comparison: "equals" | "not_equals" | "in" | "not_in" | "starts_with" | "ends_with" | "contains" | "more_than" | "at_least" | "less_than" | "at_most";
        Condition: {
            field: string;
            operator: components["schemas"]["Comparison"];
            values: string[];
        };
        ConfirmSecondFactor: {
            code: string;
        };
        /** @enum {string} */
        Consent: "unknown" | "granted" | "denied";
        Considered: {
            touch_id: string;
            partner: components["schemas"]["PartnerRef"];
            enrollment_id: string;
            evidence: components["schemas"]["Evidence"];
            /** Format: date-time */
            occurred_at: string;
            outcome: components["schemas"]["CreditOutcome"];
            /** Format: int32 */
            millionths: number;
            refusal?: components["schemas"]["Refusal"] | null;
        };
        Conversion: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            kind: components["schemas"]["Kind"];
            source: string;
            external_id: string;
            customer?: components["schemas"]["CustomerRef"] | null;
            person?: components["schemas"]["CustomerRef"] | null;
            sale_id?: string | null;
            sale_external_id?: string | null;
            refund_external_id?: string | null;
            waiting: boolean;
            event_name?: string | null;
            amount?: components["schemas"]["Money"] | null;
            exchange?: components["schemas"]["Exchange"] | null;
            refunded?: components["schemas"]["Money"] | null;
            renewal: boolean;
            items: components["schemas"]["Item"][];
            click_id?: string | null;
            code?: string | null;
            /** Format: date-time */
            occurred_at: string;
            /** Format: date-time */
            recorded_at: string;
            metadata: {
                [key: string]: string;
            };
        };
        ConversionList: {
            items: components["schemas"]["Conversion"][];
            next_cursor: string | null;
        };
        ConversionShown: {
            conversion: components["schemas"]["Conversion"];
            decision?: components["schemas"]["Decision"] | null;
            commissions: components["schemas"]["Commission"][];
        };
        CorrectCredit: {
            shares: components["schemas"]["CorrectedShare"][];
            reason: string;
        };
        CorrectedShare: {
            partner_id: string;
            /** Format: int32 */
            millionths: number;
        };
        Correction: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            customer: components["schemas"]["CustomerRef"];
            conversion_id: string;
            shares: components["schemas"]["Share"][];
            reason: string;
            by: string;
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            taken_back_at?: string | null;
        };
        CorrectionList: {
            items: components["schemas"]["Correction"][];
            next_cursor: string | null;
        };
        CreateCode: {
            program_id: string;
            partner_id: string;
            code: string;
            customer_offer?: components["schemas"]["CodeOffer"] | null;
        };
        CreateKey: {
            name: string;
            kind: components["schemas"]["KeyKind"];
            scopes?: string[];
            /** Format: date-time */
            expires_at?: string | null;
        };
        CreateLink: {
            program_id: string;
            partner_id: string;
            destination: string;
            slug?: string | null;
            utm?: components["schemas"]["Utm"] | null;
            forwards_path?: boolean | null;
            query_precedence?: components["schemas"]["QueryPrecedence"] | null;
        };
        CreateLinks: {
            links: components["schemas"]["CreateLink"][];
        };
        CreateOwnLink: {
            program_id: string;
            destination: string;
            slug?: string | null;
            utm?: components["schemas"]["Utm"] | null;
            forwards_path?: boolean | null;
            query_precedence?: components["schemas"]["QueryPrecedence"] | null;
        };
        CreateProgram: {
            name: string;
            currency: string;
            allowed_domains: string[];
            fallback_url?: string | null;
            link_host?: string | null;
            utm?: components["schemas"]["Utm"] | null;
            applications?: components["schemas"]["Applications"] | null;
        };
        Credit: {
            partner: components["schemas"]["PartnerRef"];
            commission_id: string;
            state: components["schemas"]["CommissionState"];
            amount: components["schemas"]["Money"];
            sentences: components["schemas"]["Said"][];
        };
        /** @enum {string} */
        CreditOutcome: "credited" | "not_chosen" | "behind_bond" | "behind_code" | "behind_deal" | "behind_correction" | "refused";
        Customer: {
            id: string;
            external_id: string;
            email?: string | null;
            name?: string | null;
            domain?: string | null;
            organizations: components["schemas"]["CustomerRef"][];
            same_customers: components["schemas"]["CustomerRef"][];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            erased_at?: string | null;
        };
        CustomerList: {
            items: components["schemas"]["Customer"][];
            next_cursor: string | null;
        };
        CustomerOffer: {
            /** Format: int32 */
            rate_millionths: number;
            duration: components["schemas"]["OfferDuration"];
            description?: string | null;
            /** @enum {string} */
            kind: "percent";
        } | {
            /** Format: int64 */
            amount: number;
            duration: components["schemas"]["OfferDuration"];
            description?: string | null;
            /** @enum {string} */
            kind: "flat";
        };
        CustomerRef: {
            id: string;
            name?: string | null;
            external_id?: string | null;
        };
        CustomerShown: {
            customer: components["schemas"]["Customer"];
            people: components["schemas"]["Customer"][];
            referral?: components["schemas"]["Referral"] | null;
            touches: components["schemas"]["Touch"][];
            conversions: components["schemas"]["Conversion"][];
        };
        DailyRate: {
            id: string;
            /** Format: date */
            day: string;
            base: string;
            quote: string;
            /** Format: int64 */
            billionths: number;
            rate: string;
            source: components["schemas"]["RateSource"];
            /** Format: date-time */
            entered_at: string;
        };
        DailyRateList: {
            items: components["schemas"]["DailyRate"][];
            next_cursor: string | null;
        };
        DayFigures: components["schemas"]["Figures"] & {
            day: string;
        };
        Deal: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            partner: components["schemas"]["PartnerRef"];
            company: string;
            domain?: string | null;
            contact_name?: string | null;
            contact_email?: string | null;
            products: string[];
            expected?: components["schemas"]["Money"] | null;
            note?: string | null;
            status: components["schemas"]["DealStatus"];
            reason?: string | null;
            parts: components["schemas"]["DealPart"][];
            customer?: components["schemas"]["CustomerRef"] | null;
            /** Format: date-time */
            protected_until?: string | null;
            /** Format: date-time */
            submitted_at: string;
            /** Format: date-time */
            changed_at: string;
        };
        DealConflict: {
            deal: components["schemas"]["Deal"];
            /** Format: int32 */
            score: number;
            is_likely_same: boolean;
            signals: string[];
        };
        DealList: {
            items: components["schemas"]["Deal"][];
            next_cursor: string | null;
        };
        DealPart: {
            partner: components["schemas"]["SeenPartnerRef"];
            /** Format: int32 */
            millionths: number;
        };
        DealShown: {
            deal: components["schemas"]["Deal"];
            conflicts: components["schemas"]["DealConflict"][];
        };
        /** @enum {string} */
        DealStatus: "submitted" | "in_review" | "approved" | "rejected" | "won" | "lost" | "expired";
        Debt: {
            /** Format: date-time */
            since: string;
            amount: components["schemas"]["Money"];
        };
        Decision: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            customer: components["schemas"]["CustomerRef"];
            conversion_id: string;
            policy_id: string;
            /** Format: int32 */
            policy_version: number;
            /** Format: int32 */
            rules_revision: number;
            evidence_digest: string;
            basis: components["schemas"]["Basis"];
            correction_id?: string | null;
            bond_conversion_id?: string | null;
            shares: components["schemas"]["Share"][];
            considered: components["schemas"]["Considered"][];
            /** Format: int32 */
            touches_left_out: number;
            /** Format: date-time */
            decided_at: string;
        };
        DecisionList: {
            items: components["schemas"]["Decision"][];
            next_cursor: string | null;
        };
        Difference: {
            field: string;
            before?: string | null;
            after?: string | null;
            sentence: string;
        };
        Differences: {
            items: components["schemas"]["Difference"][];
        };
        DismissReview: {
            reason: string;
        };
        Dispute: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            partner: components["schemas"]["PartnerRef"];
            enrollment_id: string;
            kind: components["schemas"]["DisputeKind"];
            status: components["schemas"]["DisputeStatus"];
            commission_id?: string | null;
            conversion_id?: string | null;
            customer?: components["schemas"]["CustomerRef"] | null;
            sale?: components["schemas"]["DisputedSale"] | null;
            expected?: components["schemas"]["Money"] | null;
            granted?: components["schemas"]["Money"] | null;
            booked: components["schemas"]["DisputeBooking"][];
            history: components["schemas"]["DisputeTurn"][];
            opened_with: components["schemas"]["DisputeRecord"];
            settled_with?: components["schemas"]["DisputeRecord"] | null;
            /** Format: date-time */
            due_at: string;
            /** Format: date-time */
            opened_at: string;
            /** Format: date-time */
            changed_at: string;
            /** Format: date-time */
            erased_at?: string | null;
        };
        DisputeBooking: {
            kind: components["schemas"]["Booking"];
            id: string;
        };
        /** @enum {string} */
        DisputeDefault: "uphold" | "reject";
        /** @enum {string} */
        DisputeKind: "untracked" | "wrong_amount" | "declined";
        DisputeList: {
            items: components["schemas"]["Dispute"][];
            next_cursor: string | null;
        };
        /** @enum {string} */
        DisputeMove: "opened" | "asked" | "answered" | "upheld" | "rejected" | "withdrawn";
        /** @enum {string} */
        DisputeReason: "already_tracked" | "another_partner_credited" | "terms_not_met" | "order_canceled" | "cannot_be_traced" | "incomplete" | "undecided" | "other";
        DisputeRecord: {
            /** Format: date-time */
            at: string;
            sentences: string[];
            state?: components["schemas"]["CommissionState"] | null;
            amount: components["schemas"]["Money"];
        };
        DisputeRules: {
            /** Format: int32 */
            days: number;
            default: components["schemas"]["DisputeDefault"];
            /** Format: int64 */
            uphold_max: number;
            /** Format: int32 */
            window_days: number;
        };
        /** @enum {string} */
        DisputeStatus: "open" | "incomplete" | "upheld" | "rejected" | "withdrawn";
        DisputeTurn: {
            /** Format: date-time */
            at: string;
            did: components["schemas"]["DisputeMove"];
            by: components["schemas"]["Party"];
            actor?: string | null;
            reason?: components["schemas"]["DisputeReason"] | null;
            note?: string | null;
            references: string[];
        };
        DisputedSale: {
            order: string;
            /** Format: date-time */
            occurred_at: string;
            amount: components["schemas"]["Money"];
            customer?: string | null;
            link_id?: string | null;
        };
        DueApproved: {
            /** Format: int64 */
            approved: number;
        };
        Effect: {
            /** Format: int64 */
            credited_before: number;
            /** Format: int64 */
            credited_after: number;
            /** Format: int64 */
            gained: number;
            /** Format: int64 */
            lost: number;
            commission_before: components["schemas"]["Money"];
            commission_after: components["schemas"]["Money"];
            difference: components["schemas"]["Money"];
        };
        EmailOnly: {
            email: string;
        };
        EnrollPartner: {
            program_id: string;
            partner_id?: string | null;
            display_name?: string | null;
            email?: string | null;
            group_id?: string | null;
            invite?: boolean;
            recruited_by?: string | null;
        };
        Enrollment: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            partner: components["schemas"]["PartnerRef"];
            group_id: string;
            status: components["schemas"]["EnrollmentStatus"];
            reason?: string | null;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            approved_at?: string | null;
            recruited_by?: string | null;
            /** Format: date-time */
            created_at: string;
        };
        EnrollmentList: {
            items: components["schemas"]["Enrollment"][];
            next_cursor: string | null;
        };
        /** @enum {string} */
        EnrollmentStatus: "applied" | "invited" | "approved" | "rejected" | "suspended" | "banned" | "left";
        EnterDeal: {
            program_id: string;
            partner_id: string;
            company: string;
            domain?: string | null;
            contact_name?: string | null;
            contact_email?: string | null;
            products?: string[];
            expected?: components["schemas"]["Money"] | null;
            note?: string | null;
        };
        EnterRate: {
            base: string;
            quote: string;
            rate: string;
            /** Format: date */
            day: string;
        };
        /** @enum {string} */
        Event: "lead" | "stage" | "sale" | "renewal" | "click" | "partner" | "milestone" | "bonus" | "adjustment";
        EventCustomer: {
            external_id: string;
            email?: string | null;
            email_verified?: boolean | null;
            name?: string | null;
        };
        EventOrganization: {
            external_id?: string | null;
            name?: string | null;
            domain?: string | null;
        };
        /** @enum {string} */
        Evidence: "visitor_click" | "form" | "click" | "code" | "deal";
        Exchange: {
            from: components["schemas"]["Money"];
            to: components["schemas"]["Money"];
            rate: string;
            base: string;
            quote: string;
            /** Format: date */
            day: string;
            source: components["schemas"]["RateSource"];
        };
        Explanation: {
            conversion_id: string;
            sentences: components["schemas"]["Said"][];
            credits: components["schemas"]["Credit"][];
        };
        ExternalId: {
            id: string;
            system: string;
            kind: string;
            external_id: string;
            object_type: string;
            object_id: string;
            /** Format: date-time */
            linked_at: string;
        };
        ExternalIdList: {
            items: components["schemas"]["ExternalId"][];
            next_cursor: string | null;
        };
        Fact: {
            id: string;
            kind: string;
            /** Format: int32 */
            v: number;
            /** Format: date-time */
            at: string;
            object: components["schemas"]["FactObject"];
            /** Format: int64 */
            revision: number;
            partners: string[];
            program_id?: string | null;
            customer_id?: string | null;
            actor: components["schemas"]["FactActor"];
            origin: components["schemas"]["FactOrigin"];
            cause?: string | null;
            body: Record<string, never>;
        };
        FactActor: {
            type: string;
            key_id?: string | null;
            user_id?: string | null;
            partner_id?: string | null;
        };
        FactList: {
            items: components["schemas"]["Fact"][];
            next_cursor: string | null;
        };
        FactObject: {
            type: string;
            id: string;
        };
        FactOrigin: {
            type: string;
            id?: string | null;
        };
        Figured: {
            from: string;
            until: string;
            total: components["schemas"]["Figures"];
            days: components["schemas"]["DayFigures"][];
        };
        Figures: {
            /** Format: int64 */
            clicks: number;
            /** Format: int64 */
            leads: number;
            /** Format: int64 */
            customers: number;
            /** Format: int64 */
            sales: number;
            /** Format: int64 */
            revenue: number;
            /** Format: int64 */
            commission: number;
            /** Format: int64 */
            conversion_rate_millionths?: number | null;
            /** Format: int64 */
            average_deal?: number | null;
        };
        Finding: {
            flaw: components["schemas"]["Flaw"];
            field: string;
            sentence: components["schemas"]["Said"];
            example: components["schemas"]["Said"];
        };
        Findings: {
            items: components["schemas"]["Finding"][];
            examples: components["schemas"]["PriceExample"][];
        };
        /** @enum {string} */
        Flaw: "dead" | "overlapping" | "contradictory" | "loss_making";
        Found: {
            kind: string;
            id: string;
            title: string;
            detail: string;
        };
        GrantCommission: {
            enrollment_id: string;
            event: components["schemas"]["Granting"];
            /** Format: int64 */
            amount: number;
            reason: string;
        };
        /** @enum {string} */
        Granting: "bonus" | "adjustment";
        Group: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            name: string;
            /** Format: date-time */
            created_at: string;
        };
        GroupList: {
            items: components["schemas"]["Group"][];
            next_cursor: string | null;
        };
        HandDone: {
            /** Format: date-time */
            at: string;
            by: string;
        };
        HandName: {
            id: string;
            name?: string | null;
            behind?: string | null;
        };
        InfluencingPartner: {
            partner_id: string;
            /** Format: int32 */
            millionths: number;
        };
        Invitation: {
            id: string;
            email?: string | null;
            role: components["schemas"]["Role"];
            partner?: components["schemas"]["PartnerRef"] | null;
            status: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
        };
        InvitationAccepted: {
            seat: components["schemas"]["Seat"];
            is_logged_in: boolean;
        };
        Invitations: {
            items: components["schemas"]["Invitation"][];
        };
        Invite: {
            email: string;
            role: components["schemas"]["Role"];
            partner_id?: string | null;
        };
        Item: {
            product_id?: string | null;
            /** Format: int32 */
            quantity?: number;
            /** Format: int64 */
            amount: number;
        };
        Journey: {
            program: components["schemas"]["ProgramRef"];
            customer: components["schemas"]["CustomerRef"];
            referral?: components["schemas"]["Referral"] | null;
            touches: components["schemas"]["JourneyTouch"][];
            /** Format: int32 */
            touches_left_out: number;
            conversions: components["schemas"]["JourneyConversion"][];
            /** Format: int32 */
            left_out: number;
        };
        JourneyCommission: components["schemas"]["Commission"] & {
            statement?: components["schemas"]["JourneyStatement"] | null;
        };
        JourneyConsidered: {
            touch_id: string;
            outcome: components["schemas"]["CreditOutcome"];
            refusal?: components["schemas"]["Refusal"] | null;
            /** Format: int32 */
            millionths: number;
        };
        JourneyConversion: {
            id: string;
            kind: components["schemas"]["Kind"];
            external_id?: string | null;
            event_name?: string | null;
            amount?: components["schemas"]["Money"] | null;
            /** Format: date-time */
            occurred_at: string;
            considered: components["schemas"]["JourneyConsidered"][];
            shares: components["schemas"]["JourneyShare"][];
            sentences: components["schemas"]["Said"][];
            basis?: components["schemas"]["Basis"] | null;
            commissions: components["schemas"]["JourneyCommission"][];
            refunds: components["schemas"]["JourneyRefund"][];
        };
        JourneyRefund: {
            id: string;
            kind: components["schemas"]["Kind"];
            amount?: components["schemas"]["Money"] | null;
            /** Format: date-time */
            occurred_at: string;
        };
        JourneyShare: {
            partner: components["schemas"]["SeenPartnerRef"];
            is_own: boolean;
            /** Format: int32 */
            millionths: number;
        };
        JourneyStatement: {
            id: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
            /** Format: int32 */
            number?: number | null;
            status: components["schemas"]["StatementStatus"];
        };
        JourneyTouch: {
            id: string;
            partner: components["schemas"]["SeenPartnerRef"];
            is_own: boolean;
            evidence: components["schemas"]["Evidence"];
            source: components["schemas"]["TouchSource"];
            through?: string | null;
            /** Format: date-time */
            occurred_at: string;
        };
        Key: {
            id: string;
            workspace_id: string;
            mode: components["schemas"]["Mode"];
            kind: components["schemas"]["KeyKind"];
            name: string;
            hint: string;
            scopes: string[];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            used_at?: string | null;
            /** Format: date-time */
            expires_at?: string | null;
            /** Format: date-time */
            revoked_at?: string | null;
        };
        /** @enum {string} */
        KeyKind: "publishable" | "secret";
        Keys: {
            items: components["schemas"]["ListedKey"][];
        };
        /** @enum {string} */
        Kind: "lead" | "stage" | "sale" | "refund" | "chargeback" | "chargeback_reversal" | "refund_reversal";
        LeadForm: {
            id: string;
            program_name: string;
            workspace_name: string;
            partner_name: string;
            description?: string | null;
            color?: string | null;
            logo_url?: string | null;
        };
        /** @enum {string} */
        LeadForms: "closed" | "by_approval" | "automatic";
        /** @enum {string} */
        LeadMode: "now" | "deferred";
        LeadRequest: {
            event_name?: string | null;
            external_id?: string | null;
            mode?: components["schemas"]["LeadMode"] | null;
            program_id?: string | null;
            customer: components["schemas"]["EventCustomer"];
            organization?: components["schemas"]["EventOrganization"] | null;
            click_id?: string | null;
            code?: components["schemas"]["Codes"] | null;
            codes?: components["schemas"]["Codes"] | null;
            source?: string | null;
            /** Format: date-time */
            occurred_at?: string | null;
            metadata?: {
                [key: string]: string;
            } | null;
        };
        LeftOut: {
            statement_id: string;
            partner: components["schemas"]["PartnerRef"];
            enrollment_id: string;
            amount: components["schemas"]["Money"];
            why: components["schemas"]["WhyLeftOut"];
        };
        LeftOutList: {
            items: components["schemas"]["LeftOut"][];
            next_cursor: string | null;
        };
        Liabilities: {
            items: components["schemas"]["Liability"][];
        };
        Liability: {
            /** Format: date */
            day: string;
            kind: components["schemas"]["LiabilityKind"];
            amount: components["schemas"]["Money"];
            /** Format: int64 */
            count: number;
        };
        /** @enum {string} */
        LiabilityKind: "pending" | "approved" | "payable" | "under_way" | "carried";
        /** @enum {string} */
        LineKind: "commission" | "reversal" | "adjustment";
        Link: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            partner: components["schemas"]["PartnerRef"];
            enrollment_id: string;
            url: string;
            domain?: string | null;
            slug: string;
            aliases: string[];
            destination: string;
            utm: components["schemas"]["Utm"];
            forwards_path: boolean;
            query_precedence: components["schemas"]["QueryPrecedence"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            archived_at?: string | null;
        };
        LinkClicks: {
            link_id: string;
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            repeats: number;
            /** Format: int64 */
            bots: number;
        };
        LinkExternalId: {
            system: string;
            kind: string;
            external_id: string;
            object_id: string;
        };
        LinkList: {
            items: components["schemas"]["Link"][];
            next_cursor: string | null;
        };
        LintRules: {
            policy?: components["schemas"]["PolicyRules"] | null;
            terms?: components["schemas"]["TermsDraft"][];
        };
        ListedKey: components["schemas"]["Key"] & {
            created_by_user_id?: string | null;
            created_by_name?: string | null;
            is_creator_removed: boolean;
        };
        LoggedIn: {
            user: components["schemas"]["User"];
            session_id: string;
            seats: components["schemas"]["Seat"][];
        };
        MakeBatch: {
            program_id: string;
            rail: components["schemas"]["MethodKind"];
            /** Format: date */
            due_until?: string | null;
            /** Format: date */
            execution_day?: string | null;
            only_partner_ids?: string[];
            except_partner_ids?: string[];
        };
        /** @enum {string} */
        Measure: "revenue" | "events";
        Member: {
            seat: components["schemas"]["Seat"];
            user: components["schemas"]["User"];
        };
        /** @enum {string} */
        MerchantStep: "approve" | "reject" | "suspend" | "reinstate" | "ban" | "invite";
        Method: {
            id: string;
            partner: components["schemas"]["PartnerRef"];
            kind: components["schemas"]["MethodKind"];
            currency: string;
            hint: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            usable_from: string;
            /** Format: date-time */
            replaced_at?: string | null;
            /** Format: date-time */
            bounced_at?: string | null;
            account_fault?: components["schemas"]["AccountFault"] | null;
        };
        MethodDetails: {
            kind: components["schemas"]["MethodKind"];
            holder?: string | null;
            iban?: string | null;
            bic?: string | null;
            email?: string | null;
            account?: string | null;
            instructions?: string | null;
        };
        /** @enum {string} */
        MethodKind: "bank" | "paypal" | "wise" | "by_hand";
        MethodList: {
            items: components["schemas"]["Method"][];
            next_cursor: string | null;
        };
        MethodShown: {
            method: components["schemas"]["Method"];
            details?: components["schemas"]["MethodDetails"] | null;
        };
        Milestone: {
            measure: components["schemas"]["Measure"];
            of?: components["schemas"]["Event"];
            window?: components["schemas"]["Window"];
            /** Format: int64 */
            at: number;
        };
        /** @enum {string} */
        Mode: "live" | "test";
        /** @enum {string} */
        Model: "last_touch" | "first_touch" | "linear" | "position_based" | "time_decay";
        Money: {
            /** Format: int64 */
            amount: number;
            currency: string;
        };
        MoveEnrollments: {
            enrollment_ids: string[];
            group_id: string;
        };
        NameGroup: {
            name: string;
        };
        NewKey: {
            key: components["schemas"]["Key"];
            text: string;
        };
        NewSecondFactor: {
            secret: string;
            url: string;
        };
        OfferDuration: {
            /** @enum {string} */
            kind: "one_time";
        } | {
            /** Format: int32 */
            months: number;
            /** @enum {string} */
            kind: "months";
        } | {
            /** @enum {string} */
            kind: "forever";
        };
        OfferTold: {
            program: components["schemas"]["ProgramRef"];
            partner?: components["schemas"]["SeenPartnerRef"] | null;
            code?: string | null;
            currency: string;
            customer_offer: components["schemas"]["CustomerOffer"];
            text: string;
        };
        OpenDispute: {
            kind: components["schemas"]["DisputeKind"];
            commission_id?: string | null;
            sale?: components["schemas"]["UntrackedSale"] | null;
            expected?: components["schemas"]["Money"] | null;
            note: string;
            references?: string[];
        };
        OpenSession: {
            email?: string | null;
            password?: string | null;
            token?: string | null;
            code?: string | null;
        };
        /** @enum {string} */
        OutcomeEffect: "changed" | "known" | "pending" | "ignored";
        /** @enum {string} */
        OutcomeKind: "settled" | "failed" | "returned" | "accepted" | "unknown";
        Outcome_Commission: {
            id?: string | null;
            item?: {
                id: string;
                program: components["schemas"]["ProgramRef"];
                partner: components["schemas"]["PartnerRef"];
                enrollment_id: string;
                customer?: components["schemas"]["CustomerRef"] | null;
                conversion_id?: string | null;
                event: components["schemas"]["Event"];
                state: components["schemas"]["CommissionState"];
                suspended_by: components["schemas"]["Suspension"][];
                amount: components["schemas"]["Money"];
                earned: components["schemas"]["Money"];
                reversed: components["schemas"]["Money"];
                /** Format: int32 */
                share_millionths: number;
                terms_id?: string | null;
                explanation: string[];
                /** Format: date-time */
                hold_until?: string | null;
                awaits_approval: boolean;
                /** Format: date-time */
                approved_at?: string | null;
                /** Format: date-time */
                declined_at?: string | null;
                statement_id?: string | null;
                /** Format: date-time */
                occurred_at: string;
                /** Format: date-time */
                created_at: string;
            };
            problem?: components["schemas"]["Problem"] | null;
        };
        Outcome_Enrollment: {
            id?: string | null;
            item?: {
                id: string;
                program: components["schemas"]["ProgramRef"];
                partner: components["schemas"]["PartnerRef"];
                group_id: string;
                status: components["schemas"]["EnrollmentStatus"];
                reason?: string | null;
                /** Format: date-time */
                since: string;
                /** Format: date-time */
                approved_at?: string | null;
                recruited_by?: string | null;
                /** Format: date-time */
                created_at: string;
            };
            problem?: components["schemas"]["Problem"] | null;
        };
        Outcome_Link: {
            id?: string | null;
            item?: {
                id: string;
                program: components["schemas"]["ProgramRef"];
                partner: components["schemas"]["PartnerRef"];
                enrollment_id: string;
                url: string;
                domain?: string | null;
                slug: string;
                aliases: string[];
                destination: string;
                utm: components["schemas"]["Utm"];
                forwards_path: boolean;
                query_precedence: components["schemas"]["QueryPrecedence"];
                /** Format: date-time */
                created_at: string;
                /** Format: date-time */
                archived_at?: string | null;
            };
            problem?: components["schemas"]["Problem"] | null;
        };
        Outcome_Repricing: {
            id?: string | null;
            item?: {
                before: components["schemas"]["Commission"][];
                after: components["schemas"]["Commission"][];
            };
            problem?: components["schemas"]["Problem"] | null;
        };
        Outcomes_Commission: {
            items: components["schemas"]["Outcome_Commission"][];
        };
        Outcomes_Enrollment: {
            items: components["schemas"]["Outcome_Enrollment"][];
        };
        Outcomes_Link: {
            items: components["schemas"]["Outcome_Link"][];
        };
        Outcomes_Repricing: {
            items: components["schemas"]["Outcome_Repricing"][];
        };
        Overview: {
            currency?: string | null;
            time_zone: string;
            period: components["schemas"]["Figured"];
            compared?: components["schemas"]["Figured"] | null;
            top_partners: components["schemas"]["TopPartner"][];
            top_links: components["schemas"]["TopLink"][];
            top_sources: components["schemas"]["TopSource"][];
            waiting_refunds: number;
        };
        OwnDispute: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            kind: components["schemas"]["DisputeKind"];
            status: components["schemas"]["DisputeStatus"];
            commission_id?: string | null;
            sale?: components["schemas"]["DisputedSale"] | null;
            expected?: components["schemas"]["Money"] | null;
            granted?: components["schemas"]["Money"] | null;
            booked: components["schemas"]["DisputeBooking"][];
            history: components["schemas"]["DisputeTurn"][];
            opened_with: components["schemas"]["DisputeRecord"];
            settled_with?: components["schemas"]["DisputeRecord"] | null;
            /** Format: date-time */
            due_at: string;
            /** Format: date-time */
            opened_at: string;
            /** Format: date-time */
            changed_at: string;
        };
        OwnDisputeList: {
            items: components["schemas"]["OwnDispute"][];
            next_cursor: string | null;
        };
        OwnMethod: {
            method?: components["schemas"]["MethodShown"] | null;
        };
        OwnRecruit: {
            program: components["schemas"]["ProgramRef"];
            partner: components["schemas"]["SeenPartnerRef"];
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            joined_at?: string | null;
            earned: components["schemas"]["Money"];
        };
        OwnRecruits: {
            items: components["schemas"]["OwnRecruit"][];
        };
        OwnSubmission: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            company?: string | null;
            email_hint?: string | null;
            status: components["schemas"]["SubmissionStatus"];
            reason?: string | null;
            /** Format: date-time */
            submitted_at: string;
            /** Format: date-time */
            changed_at: string;
        };
        OwnSubmissionList: {
            items: components["schemas"]["OwnSubmission"][];
            next_cursor: string | null;
        };
        OwnTerms: {
            versions: components["schemas"]["OwnVersion"][];
        };
        OwnTransfer: {
            id: string;
            statement_id: string;
            status: components["schemas"]["TransferStatus"];
            amount: components["schemas"]["Money"];
            rest: components["schemas"]["Money"];
            /** Format: int64 */
            sends: number;
            sends_currency: string;
            rate?: string | null;
            /** Format: date */
            rate_day?: string | null;
            hint: string;
            account_fault?: components["schemas"]["AccountFault"] | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            handed_over_at?: string | null;
            /** Format: date-time */
            ended_at?: string | null;
        };
        OwnTransferList: {
            items: components["schemas"]["OwnTransfer"][];
            next_cursor: string | null;
        };
        OwnVersion: {
            terms: components["schemas"]["Terms"];
            explanation: string[];
            /** Format: date-time */
            accepted_at?: string | null;
            waits_for_you: boolean;
        };
        Partner: {
            id: string;
            display_name: string;
            email?: string | null;
            company?: string | null;
            website?: string | null;
            notes?: string | null;
            /** Format: date-time */
            created_at: string;
        };
        PartnerEffect: {
            partner: components["schemas"]["PartnerRef"];
            /** Format: int64 */
            credited_before: number;
            /** Format: int64 */
            credited_after: number;
            /** Format: int64 */
            gained: number;
            /** Format: int64 */
            lost: number;
            commission_before: components["schemas"]["Money"];
            commission_after: components["schemas"]["Money"];
            difference: components["schemas"]["Money"];
        };
        PartnerEffectList: {
            items: components["schemas"]["PartnerEffect"][];
            next_cursor: string | null;
        };
        PartnerEnrolled: {
            partner: components["schemas"]["Partner"];
            enrollment: components["schemas"]["Enrollment"];
        };
        PartnerList: {
            items: components["schemas"]["Partner"][];
            next_cursor: string | null;
        };
        PartnerRef: {
            id: string;
            name: string;
        };
        PartnerShown: {
            partner: components["schemas"]["Partner"];
            enrollments: components["schemas"]["Enrollment"][];
        };
        /** @enum {string} */
        Party: "partner" | "merchant" | "due_date";
        PayingAccount: {
            account?: components["schemas"]["BankAccount"] | null;
            /** Format: date-time */
            changed_at?: string | null;
        };
        PayoutDay: {
            /** Format: date */
            day: string;
            currency: string;
            /** Format: int64 */
            handed_over: number;
            /** Format: int64 */
            handed_over_transfers: number;
            /** Format: int64 */
            settled: number;
            /** Format: int64 */
            settled_transfers: number;
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            failed_transfers: number;
            /** Format: int64 */
            returned: number;
            /** Format: int64 */
            returned_transfers: number;
            /** Format: int64 */
            clearing: number;
        };
        PayoutRules: {
            single_person_approves?: boolean;
            limits?: components["schemas"]["ApprovalLimit"][];
        };
        Policy: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            /** Format: int32 */
            version: number;
            model: components["schemas"]["Model"];
            /** Format: int32 */
            half_life_days: number;
            /** Format: int32 */
            look_back_days: number;
            /** Format: int32 */
            click_to_conversion_seconds: number;
            /** Format: int32 */
            stand_down_seconds: number;
            code_wins: boolean;
            code_owner_only: boolean;
            consent_required: boolean;
            new_customers_only: boolean;
            keeps_bond: boolean;
            refuses_own_company: boolean;
            ignored_domains: string[];
            trusts_browsers: boolean;
            /** Format: date-time */
            effective_from: string;
            /** Format: date-time */
            published_at: string;
        };
        PolicyList: {
            items: components["schemas"]["Policy"][];
            next_cursor: string | null;
        };
        PolicyRules: {
            model: components["schemas"]["Model"];
            /** Format: int32 */
            half_life_days?: number;
            /** Format: int32 */
            look_back_days: number;
            /** Format: int32 */
            click_to_conversion_seconds?: number;
            /** Format: int32 */
            stand_down_seconds?: number;
            code_wins: boolean;
            code_owner_only?: boolean;
            consent_required?: boolean;
            new_customers_only?: boolean;
            keeps_bond?: boolean;
            refuses_own_company?: boolean;
            ignored_domains?: string[];
            trusts_browsers?: boolean;
        };
        Postback: {
            type: components["schemas"]["Kind"];
            external_id?: string | null;
            customer_external_id?: string | null;
            customer_email?: string | null;
            customer_email_verified?: string | null;
            customer_name?: string | null;
            organization_external_id?: string | null;
            organization_name?: string | null;
            organization_domain?: string | null;
            click_id?: string | null;
            code?: string | null;
            codes?: string | null;
            event_name?: string | null;
            /** Format: int64 */
            amount?: number | null;
            currency?: string | null;
            sale_external_id?: string | null;
            refund_external_id?: string | null;
            program_id?: string | null;
            source?: string | null;
            /** Format: date-time */
            occurred_at?: string | null;
        };
        PriceExample: {
            external_id: string;
            amount: components["schemas"]["Money"];
            earned: components["schemas"]["Money"];
            explanation: string[];
        };
        Problem: {
            type: string;
            title: string;
            /** Format: int32 */
            status: number;
            code: components["schemas"]["ProblemCode"];
            detail: string;
            field?: string | null;
            expected?: string | null;
            conversion_id?: string | null;
            existing?: components["schemas"]["Reported"] | null;
            received?: components["schemas"]["Reported"] | null;
            /** Format: int64 */
            left?: number | null;
            /** Format: int32 */
            retry_after_seconds?: number | null;
        };
        /** @enum {string} */
        ProblemCode: "malformed_body" | "malformed_query" | "key_missing" | "key_unknown" | "key_over" | "session_over" | "log_in_refused" | "second_factor_needed" | "second_factor_wrong" | "cross_site" | "key_not_allowed" | "not_found" | "path_unknown" | "method_not_allowed" | "link_spent" | "last_owner" | "taken" | "conversion_differs" | "body_too_large" | "batch_too_long" | "unsupported_media_type" | "invalid_field" | "idempotency_key_reused" | "program_unclear" | "seat_unclear" | "refund_exceeds" | "test_mode" | "too_many_requests" | "internal" | "busy";
        Program: {
            id: string;
            name: string;
            currency: string;
            allowed_domains: string[];
            fallback_url?: string | null;
            link_host?: string | null;
            utm: components["schemas"]["Utm"];
            applications: components["schemas"]["Applications"];
            description?: string | null;
            color?: string | null;
            names_partners: boolean;
            joins_customers: boolean;
            lead_forms: components["schemas"]["LeadForms"];
            disputes: components["schemas"]["DisputeRules"];
            budget?: components["schemas"]["Budget"] | null;
            statement_schedule: components["schemas"]["StatementSchedule"];
            clawback: components["schemas"]["Clawback"];
            is_default: boolean;
            logo_url?: string | null;
            /** Format: date-time */
            created_at: string;
        };
        ProgramCreated: {
            program: components["schemas"]["Program"];
            policy: components["schemas"]["Policy"];
            group: components["schemas"]["Group"];
            warnings: components["schemas"]["Warning"][];
        };
        ProgramList: {
            items: components["schemas"]["Program"][];
            next_cursor: string | null;
        };
        ProgramProfile: {
            id: string;
            name: string;
            workspace_name: string;
            description?: string | null;
            color?: string | null;
            logo_url?: string | null;
            currency: string;
            applications: components["schemas"]["Applications"];
            lead_forms: components["schemas"]["LeadForms"];
            terms: string[];
        };
        ProgramRef: {
            id: string;
            name: string;
        };
        ProgramShown: {
            program: components["schemas"]["Program"];
            budget_state?: components["schemas"]["BudgetState"] | null;
            policies: components["schemas"]["Policy"][];
            groups: components["schemas"]["Group"][];
            terms: components["schemas"]["TermsShown"][];
        };
        PublishPolicy: {
            model: components["schemas"]["Model"];
            /** Format: int32 */
            half_life_days?: number;
            /** Format: int32 */
            look_back_days: number;
            /** Format: int32 */
            click_to_conversion_seconds?: number;
            /** Format: int32 */
            stand_down_seconds?: number;
            code_wins: boolean;
            code_owner_only?: boolean;
            consent_required?: boolean;
            new_customers_only?: boolean;
            keeps_bond?: boolean;
            refuses_own_company?: boolean;
            ignored_domains?: string[];
            trusts_browsers?: boolean;
            /** Format: date-time */
            effective_from?: string | null;
        };
        PublishTerms: {
            group_id?: string | null;
            rewards: components["schemas"]["Reward"][];
            strategy?: components["schemas"]["Strategy"] | null;
            /** Format: int32 */
            hold_days: number;
            caps?: components["schemas"]["Cap"][];
            /** Format: int64 */
            auto_approve_max?: number | null;
            customer_offer?: components["schemas"]["CustomerOffer"] | null;
            acceptance?: components["schemas"]["TermsAcceptance"] | null;
            applies_to_existing?: boolean;
        };
        /** @enum {string} */
        QueryPrecedence: "visitor" | "link";
        /** @enum {string} */
        RateSource: "ecb" | "file" | "manual";
        RatesImported: {
            /** Format: int64 */
            rates: number;
            source: components["schemas"]["RateSource"];
            /** Format: date */
            first_day: string;
            /** Format: date */
            last_day: string;
            left_out: string[];
        };
        Reconciliation: {
            days: components["schemas"]["PayoutDay"][];
            under_way: components["schemas"]["TransferUnderWay"][];
            unexplained: components["schemas"]["Money"][];
        };
        Recovery: {
            recovery_codes: string[];
        };
        Recurrence: {
            /** @enum {string} */
            kind: "one_time";
        } | {
            /** Format: int32 */
            months?: number | null;
            /** Format: int32 */
            count?: number | null;
            /** @enum {string} */
            kind: "recurring";
        };
        Referral: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            customer: components["schemas"]["CustomerRef"];
            partner: components["schemas"]["PartnerRef"];
            enrollment_id: string;
            stage: components["schemas"]["Stage"];
            /** Format: date-time */
            began_at: string;
            /** Format: date-time */
            expires_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        ReferralList: {
            items: components["schemas"]["Referral"][];
            next_cursor: string | null;
        };
        RefundRequest: {
            program_id?: string | null;
            external_id: string;
            sale_external_id: string;
            amount: components["schemas"]["Money"];
            items?: components["schemas"]["Item"][];
            source?: string | null;
            /** Format: date-time */
            occurred_at?: string | null;
            metadata?: {
                [key: string]: string;
            } | null;
        };
        RefundReversalRequest: {
            program_id?: string | null;
            external_id: string;
            refund_external_id?: string | null;
            sale_external_id?: string | null;
            amount?: components["schemas"]["Money"] | null;
            items?: components["schemas"]["Item"][];
            source?: string | null;
            /** Format: date-time */
            occurred_at?: string | null;
            metadata?: {
                [key: string]: string;
            } | null;
        };
        /** @enum {string} */
        Refusal: "outside_look_back" | "protection_ended" | "form_rejected" | "partner_not_active" | "self_referral" | "bot" | "no_consent" | "too_fast" | "existing_customer" | "unconfirmed" | "code_without_owner" | "outranked_by_server" | "stand_down";
        RefusedOutcome: {
            /** Format: int64 */
            row: number;
            why: string;
        };
        RegisterDeal: {
            program_id: string;
            company: string;
            domain?: string | null;
            contact_name?: string | null;
            contact_email?: string | null;
            products?: string[];
            expected?: components["schemas"]["Money"] | null;
            note?: string | null;
        };
        RejectSubmission: {
            reason: string;
        };
        RemoveSecondFactor: {
            current_password?: string | null;
            code: string;
        };
        RemovedMember: {
            keys: components["schemas"]["ListedKey"][];
        };
        Rename: {
            name: string;
        };
        RenameWorkspace: {
            name: string;
        };
        Reported: {
            kind: components["schemas"]["Kind"];
            source: string;
            external_id: string;
            customer_external_id?: string | null;
            sale_external_id?: string | null;
            refund_external_id?: string | null;
            event_name?: string | null;
            amount?: components["schemas"]["Money"] | null;
            renewal: boolean;
            items: components["schemas"]["Item"][];
            click_id?: string | null;
            code?: string | null;
            /** Format: date-time */
            occurred_at?: string | null;
            metadata: {
                [key: string]: string;
            };
        };
        RepriceCommissions: {
            conversion_ids: string[];
            amount?: components["schemas"]["Money"] | null;
            terms_id?: string | null;
            reason: string;
            dry_run?: boolean;
        };
        Repricing: {
            before: components["schemas"]["Commission"][];
            after: components["schemas"]["Commission"][];
        };
        ResetPassword: {
            token: string;
            password: string;
        };
        Review: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            customer: components["schemas"]["CustomerRef"];
            conversion_id: string;
            status: components["schemas"]["ReviewStatus"];
            stands: components["schemas"]["Share"][];
            proposed: components["schemas"]["Share"][];
            reason?: string | null;
            /** Format: date-time */
            opened_at: string;
            /** Format: date-time */
            closed_at?: string | null;
            closed_by?: string | null;
        };
        ReviewCommissions: {
            verdict: components["schemas"]["Verdict"];
            commission_ids: string[];
            reason?: string | null;
        };
        ReviewList: {
            items: components["schemas"]["Review"][];
            next_cursor: string | null;
        };
        /** @enum {string} */
        ReviewStatus: "open" | "accepted" | "dismissed" | "settled";
        Reward: {
            event: components["schemas"]["Event"];
            /** Format: int64 */
            amount: number;
            recurrence: components["schemas"]["Recurrence"];
            when?: components["schemas"]["Condition"][][];
            tiers?: components["schemas"]["Tiers"] | null;
            milestone?: components["schemas"]["Milestone"] | null;
            trigger?: components["schemas"]["Trigger"] | null;
            /** @enum {string} */
            kind: "flat";
        } | {
            event: components["schemas"]["Event"];
            /** Format: int32 */
            rate_millionths: number;
            recurrence: components["schemas"]["Recurrence"];
            when?: components["schemas"]["Condition"][][];
            tiers?: components["schemas"]["Tiers"] | null;
            /** @enum {string} */
            kind: "percent";
        } | {
            event: components["schemas"]["Event"];
            /** Format: int64 */
            amount: number;
            recurrence: components["schemas"]["Recurrence"];
            when?: components["schemas"]["Condition"][][];
            tiers?: components["schemas"]["Tiers"] | null;
            /** @enum {string} */
            kind: "per_item";
        };
        /** @enum {string} */
        Role: "owner" | "manager" | "finance" | "analyst" | "partner";
        RotateKey: {
            /** Format: int32 */
            overlap_hours: number;
        };
        Said: {
            code: string;
            values: Record<string, never>;
            text: string;
        };
        SaleRequest: {
            external_id: string;
            amount: components["schemas"]["Money"];
            renewal?: boolean;
            items?: components["schemas"]["Item"][];
            program_id?: string | null;
            customer: components["schemas"]["EventCustomer"];
            organization?: components["schemas"]["EventOrganization"] | null;
            click_id?: string | null;
            code?: components["schemas"]["Codes"] | null;
            codes?: components["schemas"]["Codes"] | null;
            source?: string | null;
            /** Format: date-time */
            occurred_at?: string | null;
            metadata?: {
                [key: string]: string;
            } | null;
        };
        SearchResults: {
            items: components["schemas"]["Found"][];
        };
        Seat: {
            id: string;
            workspace_id: string;
            role: components["schemas"]["Role"];
            partner?: components["schemas"]["PartnerRef"] | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at?: string | null;
        };
        SeenPartnerRef: {
            id?: string | null;
            name?: string | null;
        };
        Session: {
            id: string;
            is_own: boolean;
            address?: string | null;
            agent?: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            used_at?: string | null;
            /** Format: date-time */
            expires_at: string;
        };
        Sessions: {
            items: components["schemas"]["Session"][];
        };
        SetMethod: {
            currency: string;
            details: components["schemas"]["MethodDetails"];
        };
        SetUp: {
            token: string;
            workspace: string;
            name: string;
            email: string;
            password: string;
        };
        SetUpState: {
            is_needed: boolean;
        };
        Share: {
            partner: components["schemas"]["PartnerRef"];
            enrollment_id: string;
            /** Format: int32 */
            millionths: number;
        };
        Simulation: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            status: components["schemas"]["SimulationStatus"];
            policy?: components["schemas"]["PolicyRules"] | null;
            terms: components["schemas"]["TermsDraft"][];
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
            /** Format: int64 */
            customers: number;
            /** Format: int64 */
            customers_done: number;
            /** Format: int64 */
            conversions: number;
            /** Format: int64 */
            changed: number;
            /** Format: int64 */
            kept: number;
            total: components["schemas"]["Effect"];
            movers: components["schemas"]["PartnerEffect"][];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            finished_at?: string | null;
            /** Format: date-time */
            applied_at?: string | null;
            /** Format: date-time */
            applied_since?: string | null;
        };
        SimulationList: {
            items: components["schemas"]["Simulation"][];
            next_cursor: string | null;
        };
        /** @enum {string} */
        SimulationStatus: "waiting" | "running" | "done" | "canceled" | "failed";
        /** @enum {string} */
        Stage: "claimed" | "qualified" | "won";
        StageRequest: {
            stage: string;
            program_id?: string | null;
            customer: components["schemas"]["EventCustomer"];
            organization?: components["schemas"]["EventOrganization"] | null;
            click_id?: string | null;
            code?: components["schemas"]["Codes"] | null;
            codes?: components["schemas"]["Codes"] | null;
            source?: string | null;
            /** Format: date-time */
            occurred_at?: string | null;
            metadata?: {
                [key: string]: string;
            } | null;
        };
        Statement: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            partner: components["schemas"]["PartnerRef"];
            enrollment_id: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
            /** Format: int32 */
            number?: number | null;
            /** Format: date */
            due_on: string;
            status: components["schemas"]["StatementStatus"];
            carried: components["schemas"]["Money"];
            total: components["schemas"]["Money"];
            payment_difference: components["schemas"]["Money"];
            balance: components["schemas"]["Money"];
            clawback: components["schemas"]["Clawback"];
            taken_back: components["schemas"]["Money"];
            recovered: components["schemas"]["Money"];
            written_off: components["schemas"]["Money"];
            payable: components["schemas"]["Money"];
            carry_over: components["schemas"]["Money"];
            debts: components["schemas"]["Debt"][];
            /** Format: int32 */
            line_count: number;
            /** Format: date-time */
            opened_at: string;
            transfer_id?: string | null;
            /** Format: date-time */
            paid_at?: string | null;
            /** Format: date-time */
            closed_at?: string | null;
        };
        StatementLine: {
            /** Format: int32 */
            place: number;
            kind: components["schemas"]["LineKind"];
            amount: components["schemas"]["Money"];
            /** Format: date-time */
            occurred_at: string;
            commission_id: string;
            conversion_id?: string | null;
            conversion_kind?: components["schemas"]["Kind"] | null;
            conversion_external_id?: string | null;
            event: components["schemas"]["Event"];
            explanation: string[];
        };
        StatementList: {
            items: components["schemas"]["Statement"][];
            next_cursor: string | null;
        };
        StatementPayment: {
            transfer_id: string;
            batch_id?: string | null;
            status: components["schemas"]["TransferStatus"];
            amount: components["schemas"]["Money"];
        };
        StatementSchedule: {
            cadence: components["schemas"]["Cadence"];
            /** Format: int32 */
            payment_days: number;
            /** Format: int64 */
            minimum: number;
        };
        StatementShown: {
            statement: components["schemas"]["Statement"];
            payment?: components["schemas"]["StatementPayment"] | null;
            lines: components["schemas"]["StatementLine"][];
        };
        /** @enum {string} */
        StatementStatus: "open" | "closed";
        StatementsClosed: {
            /** Format: int64 */
            statements: number;
            /** Format: int64 */
            lines: number;
        };
        Strategy: {
            /** @enum {string} */
            kind: "first_match";
        } | {
            /** @enum {string} */
            kind: "most_specific";
        } | {
            /** @enum {string} */
            kind: "highest";
        } | {
            /** Format: int32 */
            cap_millionths?: number | null;
            /** @enum {string} */
            kind: "stack";
        };
        Submission: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            partner: components["schemas"]["PartnerRef"];
            enrollment_id: string;
            name?: string | null;
            email?: string | null;
            company?: string | null;
            message?: string | null;
            status: components["schemas"]["SubmissionStatus"];
            reason?: string | null;
            customer?: components["schemas"]["CustomerRef"] | null;
            /** Format: date-time */
            submitted_at: string;
            /** Format: date-time */
            changed_at: string;
            /** Format: date-time */
            erased_at?: string | null;
        };
        SubmissionList: {
            items: components["schemas"]["Submission"][];
            next_cursor: string | null;
        };
        /** @enum {string} */
        SubmissionStatus: "submitted" | "accepted" | "rejected";
        SubmitLeadForm: {
            name?: string | null;
            email: string;
            company?: string | null;
            message?: string | null;
            consent: boolean;
        };
        /** @enum {string} */
        Suspension: "dispute" | "review";
        Team: {
            items: components["schemas"]["Member"][];
        };
        TellOutcome: {
            outcome: components["schemas"]["OutcomeKind"];
            /** Format: date */
            on?: string | null;
            reason?: string | null;
            debited?: components["schemas"]["Money"] | null;
        };
        Terms: {
            id: string;
            program: components["schemas"]["ProgramRef"];
            group_id: string;
            /** Format: int32 */
            version: number;
            rewards: components["schemas"]["Reward"][];
            strategy: components["schemas"]["Strategy"];
            /** Format: int32 */
            hold_days: number;
            caps: components["schemas"]["Cap"][];
            /** Format: int64 */
            auto_approve_max?: number | null;
            customer_offer?: components["schemas"]["CustomerOffer"] | null;
            acceptance: components["schemas"]["TermsAcceptance"];
            applies_to_existing: boolean;
            /** Format: date-time */
            effective_from: string;
            /** Format: date-time */
            published_at: string;
        };
        /** @enum {string} */
        TermsAcceptance: "by_publication" | "by_partner";
        TermsDraft: {
            group_id: string;
            rewards: components["schemas"]["Reward"][];
            strategy?: components["schemas"]["Strategy"] | null;
            /** Format: int32 */
            hold_days: number;
            caps?: components["schemas"]["Cap"][];
        };
        TermsList: {
            items: components["schemas"]["Terms"][];
            next_cursor: string | null;
        };
        TermsShown: components["schemas"]["Terms"] & {
            explanation: string[];
        };
        Tier: {
            /** Format: int64 */
            from: number;
            /** Format: int64 */
            amount?: number | null;
            /** Format: int32 */
            rate_millionths?: number | null;
        };
        Tiers: {
            measure: components["schemas"]["Measure"];
            window: components["schemas"]["Window"];
            retroactive?: boolean;
            steps: components["schemas"]["Tier"][];
        };
        Told: {
            /** Format: int64 */
            changed: number;
            /** Format: int64 */
            unchanged: number;
            /** Format: int64 */
            known: number;
            /** Format: int64 */
            pending: number;
            /** Format: int64 */
            ignored: number;
            rows: components["schemas"]["UnchangedOutcome"][];
            refused: components["schemas"]["RefusedOutcome"][];
        };
        TopLink: {
            link: components["schemas"]["Link"];
            /** Format: int64 */
            clicks: number;
        };
        TopPartner: components["schemas"]["Figures"] & {
            partner: components["schemas"]["PartnerRef"];
        };
        TopSource: {
            source: string;
            /** Format: int64 */
            clicks: number;
        };
        Touch: {
            id: string;
            partner: components["schemas"]["PartnerRef"];
            enrollment_id: string;
            person?: components["schemas"]["CustomerRef"] | null;
            evidence: components["schemas"]["Evidence"];
            click_id?: string | null;
            link_id?: string | null;
            code?: string | null;
            source: components["schemas"]["TouchSource"];
            consent: components["schemas"]["Consent"];
            verdict: string;
            /** Format: date-time */
            occurred_at: string;
            /** Format: date-time */
            recorded_at: string;
        };
        /** @enum {string} */
        TouchSource: "browser" | "server";
        TrackAnswer: {
            outcome: components["schemas"]["TrackOutcome"];
            program?: components["schemas"]["ProgramRef"] | null;
            customer?: components["schemas"]["CustomerRef"] | null;
            conversion?: components["schemas"]["Conversion"] | null;
            decision?: components["schemas"]["Decision"] | null;
            commissions?: components["schemas"]["Commission"][] | null;
            warnings: components["schemas"]["Warning"][];
        };
        /** @enum {string} */
        TrackOutcome: "recorded" | "already_recorded" | "deferred" | "waiting" | "received";
        Transfer: {
            id: string;
            end_to_end_id: string;
            program: components["schemas"]["ProgramRef"];
            batch_id: string;
            partner: components["schemas"]["PartnerRef"];
            enrollment_id: string;
            statement_id: string;
            status: components["schemas"]["TransferStatus"];
            amount: components["schemas"]["Money"];
            rest: components["schemas"]["Money"];
            /** Format: int64 */
            sends: number;
            sends_currency: string;
            rate?: string | null;
            rate_source?: string | null;
            /** Format: date */
            rate_day?: string | null;
            rail: components["schemas"]["MethodKind"];
            hint: string;
            remittance: string;
            /** Format: int64 */
            debited?: number | null;
            reason?: string | null;
            account_fault?: components["schemas"]["AccountFault"] | null;
            is_contradicted: boolean;
            is_overpaid: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            handed_over_at?: string | null;
            /** Format: date-time */
            ended_at?: string | null;
        };
        TransferList: {
            items: components["schemas"]["Transfer"][];
            next_cursor: string | null;
        };
        /** @enum {string} */
        TransferStatus: "intended" | "handed_over" | "unknown" | "settled" | "failed" | "returned" | "canceled";
        TransferTold: components["schemas"]["Transfer"] & {
            effect: components["schemas"]["OutcomeEffect"];
            why?: string | null;
        };
        TransferUnderWay: {
            transfer: components["schemas"]["Transfer"];
            /** Format: int64 */
            days: number;
        };
        TransitionBatch: {
            /** @enum {string} */
            action: "submit";
        } | {
            /** @enum {string} */
            action: "approve";
        } | {
            /** @enum {string} */
            action: "send_back";
        } | {
            /** @enum {string} */
            action: "hand_over";
        } | {
            /** @enum {string} */
            action: "send";
        } | {
            reason: string;
            /** @enum {string} */
            action: "cancel";
        };
        TransitionDeal: {
            /** @enum {string} */
            action: "start_review";
        } | {
            customer_external_id: string;
            /** Format: int32 */
            protection_days?: number | null;
            influencing?: components["schemas"]["InfluencingPartner"] | null;
            /** @enum {string} */
            action: "approve";
        } | {
            reason: string;
            /** @enum {string} */
            action: "reject";
        } | {
            /** Format: int32 */
            days: number;
            /** @enum {string} */
            action: "extend";
        } | {
            amount: components["schemas"]["Money"];
            /** Format: date-time */
            occurred_at?: string | null;
            /** @enum {string} */
            action: "win";
        } | {
            reason: string;
            /** @enum {string} */
            action: "lose";
        };
        TransitionDispute: {
            amount?: components["schemas"]["Money"] | null;
            conversion_id?: string | null;
            sale_amount?: components["schemas"]["Money"] | null;
            note?: string | null;
            /** @enum {string} */
            action: "uphold";
        } | {
            reason: components["schemas"]["DisputeReason"];
            note?: string | null;
            /** @enum {string} */
            action: "reject";
        } | {
            note: string;
            /** @enum {string} */
            action: "ask";
        };
        TransitionEnrollments: {
            action: components["schemas"]["MerchantStep"];
            enrollment_ids: string[];
            reason?: string | null;
        };
        TransitionOwnDispute: {
            note: string;
            references?: string[];
            /** @enum {string} */
            action: "answer";
        } | {
            /** @enum {string} */
            action: "withdraw";
        };
        TrialBalance: {
            accounts: components["schemas"]["AccountBalance"][];
        };
        /** @enum {string} */
        Trigger: "joined" | "first_sale";
        UnchangedOutcome: {
            /** Format: int64 */
            row: number;
            payment: string;
            effect: components["schemas"]["OutcomeEffect"];
            why?: string | null;
        };
        UntrackedSale: {
            program_id: string;
            order: string;
            /** Format: date-time */
            occurred_at: string;
            amount: components["schemas"]["Money"];
            customer?: string | null;
            link_id?: string | null;
        };
        UpdateCode: {
            leaked?: boolean | null;
            customer_offer?: components["schemas"]["CodeOffer"] | null;
        };
        UpdateEnrollment: {
            recruited_by?: string | null;
        };
        UpdateLink: {
            slug?: string | null;
            destination?: string | null;
            utm?: components["schemas"]["Utm"] | null;
            forwards_path?: boolean | null;
            query_precedence?: components["schemas"]["QueryPrecedence"] | null;
            archived?: boolean | null;
        };
        UpdatePartner: {
            display_name?: string | null;
            email?: string | null;
            company?: string | null;
            website?: string | null;
            notes?: string | null;
        };
        UpdateProfile: {
            display_name?: string | null;
            company?: string | null;
            website?: string | null;
        };
        UpdateProgram: {
            name?: string | null;
            allowed_domains?: string[] | null;
            fallback_url?: string | null;
            utm?: components["schemas"]["Utm"] | null;
            applications?: components["schemas"]["Applications"] | null;
            description?: string | null;
            color?: string | null;
            names_partners?: boolean | null;
            joins_customers?: boolean | null;
            lead_forms?: components["schemas"]["LeadForms"] | null;
            disputes?: components["schemas"]["DisputeRules"] | null;
            budget?: components["schemas"]["Budget"] | null;
            statement_schedule?: components["schemas"]["StatementSchedule"] | null;
            clawback?: components["schemas"]["Clawback"] | null;
            is_default?: boolean | null;
        };
        User: {
            id: string;
            name?: string | null;
            email?: string | null;
            has_second_factor: boolean;
            has_password: boolean;
            /** Format: date-time */
            created_at: string;
        };
        Utm: {
            source?: string | null;
            medium?: string | null;
            campaign?: string | null;
            term?: string | null;
            content?: string | null;
        };
        /** @enum {string} */
        Verdict: "approve" | "decline" | "reinstate";
        Warning: {
            field: string;
            text: string;
        };
        Weighed: {
            conversion_id: string;
            program: components["schemas"]["ProgramRef"];
            customer: components["schemas"]["CustomerRef"];
            kind: components["schemas"]["Kind"];
            outcome: components["schemas"]["CreditOutcome"];
            refusal?: components["schemas"]["Refusal"] | null;
            /** Format: int32 */
            share_millionths: number;
            amount?: components["schemas"]["Money"] | null;
            /** Format: date-time */
            occurred_at: string;
        };
        WeighedList: {
            items: components["schemas"]["Weighed"][];
            next_cursor: string | null;
        };
        /** @enum {string} */
        WhyLeftOut: "no_method" | "other_method" | "cooling_off" | "bounced" | "currency_not_supported" | "other_currency" | "invalid_details" | "above_maximum" | "suspended" | "banned" | "below_minimum" | "in_dispute" | "no_exchange_rate" | "excluded";
        /** @enum {string} */
        Window: "day" | "week" | "month" | "quarter" | "year" | "all_time";
        Workspace: {
            id: string;
            name: string;
            /** Format: date-time */
            created_at: string;
        };
        WrittenCode: string | number;
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    track_lead: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
        };
    };
    get_offer: {
        parameters: {
            query?: {
                program_id?: string;
                code?: string;
                click_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferTold"];
                };
            };
        };
    };
    track_sale: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaleRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
        };
    };
    track_stage: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StageRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
        };
    };
    track_refund: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
        };
    };
    track_refund_reversal: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundReversalRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
        };
    };
    track_chargeback: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
        };
    };
    track_chargeback_reversal: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
        };
    };
    track_batch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["BatchAnswer"];
                };
            };
        };
    };
    postback_get: {
        parameters: {
            query: {
                type: components["schemas"]["Kind"];
                external_id?: string;
                customer_external_id?: string;
                customer_email?: string;
                customer_email_verified?: string;
                customer_name?: string;
                organization_external_id?: string;
                organization_name?: string;
                organization_domain?: string;
                click_id?: string;
                code?: string;
                codes?: string;
                event_name?: string;
                amount?: number;
                currency?: string;
                sale_external_id?: string;
                refund_external_id?: string;
                program_id?: string;
                source?: string;
                occurred_at?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
        };
    };
    postback_post: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["Postback"] | null;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackAnswer"];
                };
            };
        };
    };
    list_commissions: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                customer_id?: string[];
                conversion_id?: string[];
                statement_id?: string[];
                event?: ("lead" | "stage" | "sale" | "renewal" | "click" | "partner" | "bonus" | "adjustment" | "milestone")[];
                state?: ("pending" | "approved" | "declined" | "in_statement" | "paid" | "reversed" | "withdrawn" | "disputed" | "none")[];
                awaits_approval?: ("yes" | "no")[];
                currency?: string[];
                "amount.from"?: number;
                "amount.until"?: number;
                "occurred_at.from"?: string;
                "occurred_at.until"?: string;
                "hold_until.from"?: string;
                "hold_until.until"?: string;
                "approved_at.from"?: string;
                "approved_at.until"?: string;
                sort?: "created_at" | "-created_at" | "amount" | "-amount" | "occurred_at" | "-occurred_at" | "hold_until" | "-hold_until";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommissionList"];
                };
            };
        };
    };
    grant_commission: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GrantCommission"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Commission"];
                };
            };
        };
    };
    approve_due_commissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DueApproved"];
                };
            };
        };
    };
    close_statements: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseStatements"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementsClosed"];
                };
            };
        };
    };
    list_statements: {
        parameters: {
            query?: {
                id?: string[];
                "opened_at.from"?: string;
                "opened_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                number?: number[];
                "from.from"?: string;
                "from.until"?: string;
                "until.from"?: string;
                "until.until"?: string;
                "due_on.from"?: string;
                "due_on.until"?: string;
                status?: ("open" | "closed")[];
                currency?: string[];
                "balance.from"?: number;
                "balance.until"?: number;
                "payable.from"?: number;
                "payable.until"?: number;
                "closed_at.from"?: string;
                "closed_at.until"?: string;
                sort?: "opened_at" | "-opened_at" | "until" | "-until" | "due_on" | "-due_on" | "balance" | "-balance" | "payable" | "-payable";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementList"];
                };
            };
        };
    };
    get_statement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementShown"];
                };
            };
        };
    };
    download_statement: {
        parameters: {
            query?: {
                format?: string;
                language?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": number[];
                };
            };
        };
    };
    list_disputes: {
        parameters: {
            query?: {
                id?: string[];
                "opened_at.from"?: string;
                "opened_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                kind?: ("untracked" | "wrong_amount" | "declined")[];
                status?: ("open" | "incomplete" | "upheld" | "rejected" | "withdrawn")[];
                commission_id?: string[];
                conversion_id?: string[];
                customer_id?: string[];
                "due_at.from"?: string;
                "due_at.until"?: string;
                sort?: "opened_at" | "-opened_at" | "due_at" | "-due_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeList"];
                };
            };
        };
    };
    get_dispute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
        };
    };
    erase_dispute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    transition_dispute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransitionDispute"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
        };
    };
    transition_commissions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReviewCommissions"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcomes_Commission"];
                };
            };
        };
    };
    reprice_commissions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RepriceCommissions"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcomes_Repricing"];
                };
            };
        };
    };
    list_balances: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BalanceList"];
                };
            };
        };
    };
    list_batches: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                program_id?: string[];
                status?: ("collecting" | "draft" | "submitted" | "approved" | "handing_over" | "handed_over" | "closed" | "canceling" | "canceled")[];
                rail?: ("bank" | "paypal" | "wise" | "by_hand")[];
                "total.from"?: number;
                "total.until"?: number;
                sort?: "created_at" | "-created_at" | "total" | "-total";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchList"];
                };
            };
        };
    };
    create_batch: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeBatch"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
        };
    };
    get_batch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchShown"];
                };
            };
        };
    };
    transition_batch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransitionBatch"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Batch"];
                };
            };
        };
    };
    download_batch_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
        };
    };
    list_skipped_statements: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeftOutList"];
                };
            };
        };
    };
    import_outcomes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/xml": string;
                "text/csv": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Told"];
                };
            };
        };
    };
    list_transfers: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                program_id?: string[];
                batch_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                statement_id?: string[];
                status?: ("intended" | "handed_over" | "unknown" | "settled" | "failed" | "returned" | "canceled")[];
                currency?: string[];
                "amount.from"?: number;
                "amount.until"?: number;
                "uncarried.from"?: number;
                "uncarried.until"?: number;
                contradicted?: ("no" | "yes")[];
                withheld?: ("no" | "yes")[];
                "handed_over_at.from"?: string;
                "handed_over_at.until"?: string;
                sort?: "created_at" | "-created_at" | "amount" | "-amount";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferList"];
                };
            };
        };
    };
    record_outcome: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TellOutcome"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferTold"];
                };
            };
        };
    };
    get_payout_rules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutRules"];
                };
            };
        };
    };
    update_payout_rules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayoutRules"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayoutRules"];
                };
            };
        };
    };
    get_reconciliation: {
        parameters: {
            query: {
                from: string;
                to: string;
                format?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
        };
    };
    get_trial_balance: {
        parameters: {
            query?: {
                on?: string;
                format?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialBalance"];
                };
            };
        };
    };
    export_general_ledger: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_liabilities: {
        parameters: {
            query?: {
                format?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liabilities"];
                };
            };
        };
    };
    list_external_ids: {
        parameters: {
            query?: {
                system?: string;
                kind?: string;
                external_id?: string;
                object_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalIdList"];
                };
            };
        };
    };
    link_external_id: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkExternalId"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalId"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExternalId"];
                };
            };
        };
    };
    unlink_external_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_programs: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                name?: string[];
                sort?: "created_at" | "-created_at" | "name" | "-name";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramList"];
                };
            };
        };
    };
    create_program: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateProgram"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramCreated"];
                };
            };
        };
    };
    get_program: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramShown"];
                };
            };
        };
    };
    update_program: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateProgram"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Program"];
                };
            };
        };
    };
    get_logo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/png": number[];
                    "image/jpeg": number[];
                    "image/webp": number[];
                };
            };
        };
    };
    set_logo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": number[];
                "image/png": number[];
                "image/webp": number[];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Program"];
                };
            };
        };
    };
    remove_logo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Program"];
                };
            };
        };
    };
    get_paying_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayingAccount"];
                };
            };
        };
    };
    set_paying_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BankAccount"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayingAccount"];
                };
            };
        };
    };
    remove_paying_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayingAccount"];
                };
            };
        };
    };
    list_rates: {
        parameters: {
            query?: {
                id?: string[];
                "day.from"?: string;
                "day.until"?: string;
                base?: string[];
                quote?: string[];
                source?: ("ecb" | "file" | "manual")[];
                sort?: "day" | "-day";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyRateList"];
                };
            };
        };
    };
    create_rate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnterRate"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DailyRate"];
                };
            };
        };
    };
    import_rates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/xml": string;
                "text/csv": string;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RatesImported"];
                };
            };
        };
    };
    list_payout_methods: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                partner_id?: string[];
                kind?: ("bank" | "paypal" | "wise" | "by_hand")[];
                currency?: string[];
                standing?: ("current" | "replaced")[];
                sort?: "created_at" | "-created_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MethodList"];
                };
            };
        };
    };
    get_payout_method: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MethodShown"];
                };
            };
        };
    };
    publish_policy: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishPolicy"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
                };
            };
        };
    };
    list_policies: {
        parameters: {
            query?: {
                id?: string[];
                "published_at.from"?: string;
                "published_at.until"?: string;
                program_id?: string[];
                version?: number[];
                "effective_from.from"?: string;
                "effective_from.until"?: string;
                sort?: "published_at" | "-published_at" | "version" | "-version" | "effective_from" | "-effective_from";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyList"];
                };
            };
        };
    };
    lint_rules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LintRules"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Findings"];
                };
            };
        };
    };
    compare_policies: {
        parameters: {
            query: {
                from: string;
                to: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Differences"];
                };
            };
        };
    };
    list_groups: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                program_id?: string[];
                name?: string[];
                sort?: "created_at" | "-created_at" | "name" | "-name";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupList"];
                };
            };
        };
    };
    list_terms: {
        parameters: {
            query?: {
                id?: string[];
                "published_at.from"?: string;
                "published_at.until"?: string;
                program_id?: string[];
                group_id?: string[];
                version?: number[];
                sort?: "published_at" | "-published_at" | "version" | "-version";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TermsList"];
                };
            };
        };
    };
    compare_terms: {
        parameters: {
            query: {
                from: string;
                to: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Differences"];
                };
            };
        };
    };
    publish_terms: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishTerms"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Terms"];
                };
            };
        };
    };
    list_partners: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                display_name?: string[];
                company?: string[];
                email?: string[];
                sort?: "created_at" | "-created_at" | "display_name" | "-display_name";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerList"];
                };
            };
        };
    };
    enroll_partner: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnrollPartner"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerEnrolled"];
                };
            };
        };
    };
    get_partner: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerShown"];
                };
            };
        };
    };
    update_partner: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdatePartner"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
        };
    };
    list_enrollments: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                group_id?: string[];
                status?: ("applied" | "invited" | "approved" | "rejected" | "suspended" | "banned" | "left")[];
                recruited_by?: string[];
                "since.from"?: string;
                "since.until"?: string;
                sort?: "created_at" | "-created_at" | "since" | "-since";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrollmentList"];
                };
            };
        };
    };
    list_links: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                slug?: string[];
                sort?: "created_at" | "-created_at" | "slug" | "-slug";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkList"];
                };
            };
        };
    };
    create_link: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateLink"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
        };
    };
    get_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
        };
    };
    update_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateLink"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
        };
    };
    list_codes: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                code?: string[];
                sort?: "created_at" | "-created_at" | "code" | "-code";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeList"];
                };
            };
        };
    };
    create_code: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateCode"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Code"];
                };
            };
        };
    };
    list_clicks: {
        parameters: {
            query?: {
                program_id?: string[];
                link_id?: string[];
                verdict?: string[];
                "at.from"?: string;
                "at.until"?: string;
                limit?: number;
                cursor?: string;
                format?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClickList"];
                };
            };
        };
    };
    count_clicks: {
        parameters: {
            query?: {
                since?: string;
                until?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClicksCounted"];
                };
            };
        };
    };
    watch_clicks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
        };
    };
    list_customers: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                external_id?: string[];
                email?: string[];
                sort?: "created_at" | "-created_at" | "external_id" | "-external_id";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerList"];
                };
            };
        };
    };
    get_overview: {
        parameters: {
            query?: {
                program_id?: string;
                from?: string;
                until?: string;
                time_zone?: string;
                compare?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
        };
    };
    get_journey: {
        parameters: {
            query?: {
                program_id?: string;
            };
            header?: never;
            path: {
                external_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Journey"];
                };
            };
        };
    };
    get_customer: {
        parameters: {
            query?: {
                program_id?: string;
            };
            header?: never;
            path: {
                external_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerShown"];
                };
            };
        };
    };
    erase_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                external_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_referrals: {
        parameters: {
            query?: {
                id?: string[];
                "began_at.from"?: string;
                "began_at.until"?: string;
                program_id?: string[];
                customer_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                stage?: ("claimed" | "qualified" | "won")[];
                "expires_at.from"?: string;
                "expires_at.until"?: string;
                "updated_at.from"?: string;
                "updated_at.until"?: string;
                sort?: "began_at" | "-began_at" | "expires_at" | "-expires_at" | "updated_at" | "-updated_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralList"];
                };
            };
        };
    };
    list_decisions: {
        parameters: {
            query?: {
                id?: string[];
                "decided_at.from"?: string;
                "decided_at.until"?: string;
                program_id?: string[];
                customer_id?: string[];
                conversion_id?: string[];
                policy_id?: string[];
                sort?: "decided_at" | "-decided_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionList"];
                };
            };
        };
    };
    list_conversions: {
        parameters: {
            query?: {
                id?: string[];
                "recorded_at.from"?: string;
                "recorded_at.until"?: string;
                program_id?: string[];
                kind?: ("lead" | "stage" | "sale" | "refund" | "chargeback" | "chargeback_reversal" | "refund_reversal")[];
                source?: string[];
                external_id?: string[];
                sale_external_id?: string[];
                refund_external_id?: string[];
                waiting?: ("yes" | "no")[];
                customer_id?: string[];
                currency?: string[];
                "amount.from"?: number;
                "amount.until"?: number;
                "occurred_at.from"?: string;
                "occurred_at.until"?: string;
                sort?: "recorded_at" | "-recorded_at" | "amount" | "-amount" | "occurred_at" | "-occurred_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversionList"];
                };
            };
        };
    };
    get_conversion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversionShown"];
                };
            };
        };
    };
    explain_conversion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
        };
    };
    transition_enrollments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransitionEnrollments"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcomes_Enrollment"];
                };
            };
        };
    };
    update_enrollment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateEnrollment"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrollment"];
                };
            };
        };
    };
    move_enrollments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MoveEnrollments"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcomes_Enrollment"];
                };
            };
        };
    };
    create_group: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NameGroup"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
        };
    };
    rename_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NameGroup"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Group"];
                };
            };
        };
    };
    create_links: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateLinks"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcomes_Link"];
                };
            };
        };
    };
    archive_code: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Code"];
                };
            };
        };
    };
    update_code: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateCode"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Code"];
                };
            };
        };
    };
    create_correction: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectCredit"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Correction"];
                };
            };
        };
    };
    list_corrections: {
        parameters: {
            query?: {
                id?: string[];
                "at.from"?: string;
                "at.until"?: string;
                program_id?: string[];
                customer_id?: string[];
                conversion_id?: string[];
                sort?: "at" | "-at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CorrectionList"];
                };
            };
        };
    };
    revoke_correction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Correction"];
                };
            };
        };
    };
    list_reviews: {
        parameters: {
            query?: {
                id?: string[];
                "opened_at.from"?: string;
                "opened_at.until"?: string;
                program_id?: string[];
                customer_id?: string[];
                conversion_id?: string[];
                status?: ("open" | "accepted" | "dismissed" | "settled")[];
                sort?: "opened_at" | "-opened_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewList"];
                };
            };
        };
    };
    list_deals: {
        parameters: {
            query?: {
                id?: string[];
                "submitted_at.from"?: string;
                "submitted_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                customer_id?: string[];
                domain?: string[];
                status?: ("submitted" | "in_review" | "approved" | "rejected" | "won" | "lost" | "expired")[];
                sort?: "submitted_at" | "-submitted_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DealList"];
                };
            };
        };
    };
    create_deal: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnterDeal"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
        };
    };
    get_deal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DealShown"];
                };
            };
        };
    };
    transition_deal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransitionDeal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
        };
    };
    list_submissions: {
        parameters: {
            query?: {
                id?: string[];
                "submitted_at.from"?: string;
                "submitted_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                customer_id?: string[];
                status?: ("submitted" | "accepted" | "rejected")[];
                email?: string[];
                sort?: "submitted_at" | "-submitted_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmissionList"];
                };
            };
        };
    };
    accept_submission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptSubmission"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Submission"];
                };
            };
        };
    };
    reject_submission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectSubmission"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Submission"];
                };
            };
        };
    };
    get_submission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Submission"];
                };
            };
        };
    };
    erase_submission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    create_simulation: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskSimulation"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
        };
    };
    list_simulations: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                program_id?: string[];
                status?: ("waiting" | "running" | "done" | "canceled" | "failed")[];
                sort?: "created_at" | "-created_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimulationList"];
                };
            };
        };
    };
    get_simulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
        };
    };
    list_simulation_partners: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                format?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerEffectList"];
                };
            };
        };
    };
    list_simulation_changes: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                format?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeList"];
                };
            };
        };
    };
    cancel_simulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
        };
    };
    apply_simulation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplySimulation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
        };
    };
    accept_review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
        };
    };
    dismiss_review: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DismissReview"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
        };
    };
    list_facts: {
        parameters: {
            query?: {
                after?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FactList"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResults"];
                };
            };
        };
    };
    get_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoggedIn"];
                };
            };
        };
    };
    log_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenSession"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoggedIn"];
                };
            };
        };
    };
    log_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetUpState"];
                };
            };
        };
    };
    complete_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetUp"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoggedIn"];
                };
            };
        };
    };
    send_login_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailOnly"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    send_password_reset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailOnly"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetPassword"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    rename_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rename"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
        };
    };
    list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sessions"];
                };
            };
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    leave_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    start_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginSecondFactor"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewSecondFactor"];
                };
            };
        };
    };
    confirm_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmSecondFactor"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recovery"];
                };
            };
        };
    };
    remove_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemoveSecondFactor"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_team: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
        };
    };
    remove_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedMember"];
                };
            };
        };
    };
    change_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeRole"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
        };
    };
    list_invitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitations"];
                };
            };
        };
    };
    create_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Invite"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
        };
    };
    accept_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptInvitation"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationAccepted"];
                };
            };
        };
    };
    revoke_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Keys"];
                };
            };
        };
    };
    create_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateKey"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
        };
    };
    rotate_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateKey"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
        };
    };
    revoke_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
        };
    };
    rename_workspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameWorkspace"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
        };
    };
    apply_to_program: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Apply"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_program_profile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramProfile"];
                };
            };
        };
    };
    get_lead_form: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadForm"];
                };
            };
        };
    };
    submit_lead_form: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubmitLeadForm"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_audit_log: {
        parameters: {
            query?: {
                action?: string;
                subject?: string;
                actor?: string;
                since?: string;
                until?: string;
                limit?: number;
                cursor?: string;
                format?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRecordList"];
                };
            };
        };
    };
    get_own_profile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
        };
    };
    update_own_profile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateProfile"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
        };
    };
    list_own_enrollments: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                group_id?: string[];
                status?: ("applied" | "invited" | "approved" | "rejected" | "suspended" | "banned" | "left")[];
                recruited_by?: string[];
                "since.from"?: string;
                "since.until"?: string;
                sort?: "created_at" | "-created_at" | "since" | "-since";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnrollmentList"];
                };
            };
        };
    };
    apply_to_another_program: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplyAsPartner"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrollment"];
                };
            };
        };
    };
    list_own_links: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                slug?: string[];
                sort?: "created_at" | "-created_at" | "slug" | "-slug";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkList"];
                };
            };
        };
    };
    create_own_link: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOwnLink"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
        };
    };
    list_own_codes: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                code?: string[];
                sort?: "created_at" | "-created_at" | "code" | "-code";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeList"];
                };
            };
        };
    };
    get_own_payout_method: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnMethod"];
                };
            };
        };
    };
    set_own_payout_method: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetMethod"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MethodShown"];
                };
            };
        };
    };
    list_own_payout_methods: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                partner_id?: string[];
                kind?: ("bank" | "paypal" | "wise" | "by_hand")[];
                currency?: string[];
                standing?: ("current" | "replaced")[];
                sort?: "created_at" | "-created_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MethodList"];
                };
            };
        };
    };
    list_own_deals: {
        parameters: {
            query?: {
                id?: string[];
                "submitted_at.from"?: string;
                "submitted_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                customer_id?: string[];
                domain?: string[];
                status?: ("submitted" | "in_review" | "approved" | "rejected" | "won" | "lost" | "expired")[];
                sort?: "submitted_at" | "-submitted_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DealList"];
                };
            };
        };
    };
    register_deal: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterDeal"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
        };
    };
    list_own_disputes: {
        parameters: {
            query?: {
                id?: string[];
                "opened_at.from"?: string;
                "opened_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                kind?: ("untracked" | "wrong_amount" | "declined")[];
                status?: ("open" | "incomplete" | "upheld" | "rejected" | "withdrawn")[];
                commission_id?: string[];
                "due_at.from"?: string;
                "due_at.until"?: string;
                sort?: "opened_at" | "-opened_at" | "due_at" | "-due_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnDisputeList"];
                };
            };
        };
    };
    open_dispute: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenDispute"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnDispute"];
                };
            };
        };
    };
    get_own_dispute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnDispute"];
                };
            };
        };
    };
    transition_own_dispute: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransitionOwnDispute"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnDispute"];
                };
            };
        };
    };
    list_own_submissions: {
        parameters: {
            query?: {
                id?: string[];
                "submitted_at.from"?: string;
                "submitted_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                status?: ("submitted" | "accepted" | "rejected")[];
                sort?: "submitted_at" | "-submitted_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnSubmissionList"];
                };
            };
        };
    };
    get_own_overview: {
        parameters: {
            query?: {
                program_id?: string;
                from?: string;
                until?: string;
                time_zone?: string;
                compare?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
        };
    };
    list_own_conversions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeighedList"];
                };
            };
        };
    };
    get_own_journey: {
        parameters: {
            query: {
                program_id: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Journey"];
                };
            };
        };
    };
    list_own_recruits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnRecruits"];
                };
            };
        };
    };
    list_own_referrals: {
        parameters: {
            query?: {
                id?: string[];
                "began_at.from"?: string;
                "began_at.until"?: string;
                program_id?: string[];
                customer_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                stage?: ("claimed" | "qualified" | "won")[];
                "expires_at.from"?: string;
                "expires_at.until"?: string;
                "updated_at.from"?: string;
                "updated_at.until"?: string;
                sort?: "began_at" | "-began_at" | "expires_at" | "-expires_at" | "updated_at" | "-updated_at";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralList"];
                };
            };
        };
    };
    list_own_commissions: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                customer_id?: string[];
                conversion_id?: string[];
                statement_id?: string[];
                event?: ("lead" | "stage" | "sale" | "renewal" | "click" | "partner" | "bonus" | "adjustment" | "milestone")[];
                state?: ("pending" | "approved" | "declined" | "in_statement" | "paid" | "reversed" | "withdrawn" | "disputed" | "none")[];
                awaits_approval?: ("yes" | "no")[];
                currency?: string[];
                "amount.from"?: number;
                "amount.until"?: number;
                "occurred_at.from"?: string;
                "occurred_at.until"?: string;
                "hold_until.from"?: string;
                "hold_until.until"?: string;
                "approved_at.from"?: string;
                "approved_at.until"?: string;
                sort?: "created_at" | "-created_at" | "amount" | "-amount" | "occurred_at" | "-occurred_at" | "hold_until" | "-hold_until";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommissionList"];
                };
            };
        };
    };
    list_own_statements: {
        parameters: {
            query?: {
                id?: string[];
                "opened_at.from"?: string;
                "opened_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                number?: number[];
                "from.from"?: string;
                "from.until"?: string;
                "until.from"?: string;
                "until.until"?: string;
                "due_on.from"?: string;
                "due_on.until"?: string;
                status?: ("open" | "closed")[];
                currency?: string[];
                "balance.from"?: number;
                "balance.until"?: number;
                "payable.from"?: number;
                "payable.until"?: number;
                "closed_at.from"?: string;
                "closed_at.until"?: string;
                sort?: "opened_at" | "-opened_at" | "until" | "-until" | "due_on" | "-due_on" | "balance" | "-balance" | "payable" | "-payable";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementList"];
                };
            };
        };
    };
    get_own_statement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementShown"];
                };
            };
        };
    };
    download_own_statement: {
        parameters: {
            query?: {
                format?: string;
                language?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": number[];
                };
            };
        };
    };
    list_own_transfers: {
        parameters: {
            query?: {
                id?: string[];
                "created_at.from"?: string;
                "created_at.until"?: string;
                program_id?: string[];
                partner_id?: string[];
                enrollment_id?: string[];
                statement_id?: string[];
                status?: ("intended" | "handed_over" | "unknown" | "settled" | "failed" | "returned" | "canceled")[];
                currency?: string[];
                "amount.from"?: number;
                "amount.until"?: number;
                "handed_over_at.from"?: string;
                "handed_over_at.until"?: string;
                sort?: "created_at" | "-created_at" | "amount" | "-amount";
                limit?: number;
                cursor?: string;
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnTransferList"];
                };
            };
        };
    };
    accept_enrollment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrollment"];
                };
            };
        };
    };
    leave_enrollment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrollment"];
                };
            };
        };
    };
    get_own_terms: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnTerms"];
                };
            };
        };
    };
    accept_terms: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptTerms"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrollment"];
                };
            };
        };
    };
    explain_own_conversion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
        };
    };
}
