// That payments to the partner come back because of the account, and what to do about it.
import { Alert, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api, good } from "../../api/client";
import { ButtonLink } from "../../ui/links";
import { day } from "../../words/format";
import { useWords } from "../../words/words";

export const ownMethodQuery = {
  queryKey: ["own payout method"],
  queryFn: () => good(api.GET("/v1/partner/payout-method")),
};

/** Nothing while the payout method works. `leads` adds the way to the page on which it is set. */
export function Bounced({ leads = true }: { leads?: boolean }) {
  const { t, locale } = useWords();
  const method = useQuery(ownMethodQuery).data?.method?.method;
  if (!method?.bounced_at || !method.account_fault) return null;
  return (
    <Alert
      color="red"
      variant="outline"
      icon={<IconAlertTriangle size={18} />}
      title={t("payout_method.bounced")}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          {t("payout_method.bounced_why", {
            hint: method.hint,
            day: day(method.bounced_at, locale),
            fault: t(`payout_method.fault.${method.account_fault}`),
          })}
        </Text>
        {leads && (
          <ButtonLink to="/portal/payout-method" size="sm">
            {t("payout_method.update")}
          </ButtonLink>
        )}
      </Stack>
    </Alert>
  );
}
